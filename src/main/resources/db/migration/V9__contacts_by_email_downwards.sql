-- GET /customers/:id/contacts?sort=email desc
create index contact_by_email_down on contact (business_id, customer_id, email desc, id);
