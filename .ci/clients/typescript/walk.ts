// The client that openapi-generator makes for TypeScript and fetch, through every operation. Arguments: the URL of the service, an API
// key of a business without customers, and the file of operations that .ci/clients/run takes from the description.

import {
  BalancesApi,
  Configuration,
  ContactsApi,
  CustomersApi,
  EventEnvelopeFromJSON,
  EventsApi,
  IntegrationsApi,
  PortalApi,
  ResponseError,
  ModelErrorFromJSON,
  WebhookMessageFromJSON,
  WebhooksApi,
} from './index';
import type {
  Customer, Event, ListCustomersRequest, ListEventsRequest, ListWebhookAttemptsRequest, ListWebhooksRequest, Middleware,
  StreamEventsRequest, WebhookAttempt,
} from './index';

// Of Node only this is used, and its types would be one more package.
declare const process: { argv: string[]; exitCode?: number };
declare function require(name: 'fs'): { readFileSync(path: string, encoding: 'utf8'): string };

const [url, key, file] = process.argv.slice(2);
const whole = 'return=representation';
const absent = 999_999_999_999;

/** What there is in the description, and which of it was really requested. */
const operations = require('fs').readFileSync(file, 'utf8').trimEnd().split('\n').map(line => {
  const [id, method, path, ...filters] = line.split('\t');
  return { id, method, path: new RegExp(path), filters };
});
const requested = new Set<string>();
const sinceLastStep = new Set<string>();
const watch: Middleware = {
  async pre({ url, init }) {
    const { pathname, searchParams } = new URL(url);
    const operation = operations.find(({ method, path }) => method === init.method && path.test(pathname));
    if (!operation) return;
    const { id } = operation;
    sinceLastStep.add(id);
    requested.add(id);
    for (const name of searchParams.keys()) requested.add(`${id} ${name}`);
  },
};

/** Prints the operation that a step began with. What only looks after it is left out of the table. */
function step(what: string): void {
  console.log(`${'typescript'.padEnd(18)} | ${[...sinceLastStep][0].padEnd(23)} | ${what}`);
  sinceLastStep.clear();
}

class Failure extends Error {}

function expect(what: string, actual: unknown, wanted: unknown): void {
  const [found, right] = [actual, wanted].map(value => value === undefined ? 'undefined' : JSON.stringify(value));
  if (found !== right) throw new Failure(`${what} is ${found} and should be ${right}`);
}

async function refused(call: Promise<unknown>): Promise<Response> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ResponseError) return error.response;
    throw error;
  }
  throw new Failure('was answered, and should be refused');
}

async function expectError(response: Response, status: number, param?: string): Promise<void> {
  expect('status', response.status, status);
  const error = ModelErrorFromJSON(await response.json());
  expect('type', error.type, 'invalid_request');
  expect('param', error.param, param);
  expect('message is there', error.message.length > 0, true);
}

function expectExpanded(found: any, customer: Customer): void {
  expect('id of the expanded customer', found.id, customer.id);
  expect('number of the expanded customer', found.number, customer.number);
}

/** The parameters of the link to the next page. The client follows no URL, but takes what is in it. */
function next(response: Response): ListCustomersRequest | undefined {
  const link = /<([^>]*)>; rel="next"/.exec(response.headers.get('Link')!);
  if (!link) return undefined;
  const query = new URL(link[1]).searchParams;
  return {
    page: Number(query.get('page')),
    perPage: Number(query.get('per_page')),
    cursor: query.get('cursor') ?? undefined,
    sort: query.get('sort') ?? undefined,
  };
}

const configuration = new Configuration({ basePath: url, username: key, password: '', middleware: [watch] });
const customers = new CustomersApi(configuration);
const contacts = new ContactsApi(configuration);
const balances = new BalancesApi(configuration);
const integrations = new IntegrationsApi(configuration);
const portal = new PortalApi(configuration);
const events = new EventsApi(configuration);
const webhooks = new WebhooksApi(configuration);
const withWrongKey = new CustomersApi(new Configuration({ basePath: url, username: 'wrong', password: '', middleware: [watch] }));

async function walkCustomers(): Promise<Customer> {
  const acme = { customerCreation: { name: 'Acme', email: 'billing@acme.example', city: 'Paris' }, idempotencyKey: crypto.randomUUID() };
  const { customer } = await customers.createCustomer(acme);
  const again = await customers.createCustomerRaw(acme);
  expect('status', again.raw.status, 201);
  expect('id of the second answer', (await again.value()).customer.id, customer.id);
  expect('Idempotency-Replayed', again.raw.headers.get('Idempotency-Replayed'), 'true');
  expect('name', customer.name, 'Acme');
  expect('absent property', customer.address1, null);
  expect('updated_at', customer.updatedAt, null);
  expect('balance', customer.balance, 0);
  step('sent twice with one Idempotency-Key, made once');

  for (const n of [2, 3, 4, 5, 6, 7]) {
    await customers.createCustomer({ customerCreation: { name: `Customer ${n}`, number: `N-${n}`, city: n % 2 ? 'Rome' : 'Paris' } });
  }
  step('six more');

  const { id } = customer;
  const fetched = await customers.fetchCustomerRaw({ id });
  expect('fetched', (await fetched.value()).customer, customer);
  const etag = fetched.raw.headers.get('ETag')!;
  expect('status', (await refused(customers.fetchCustomer({ id, ifNoneMatch: etag }))).status, 304);
  step('as it was made, and 304 for its ETag');

  const names = async (query: ListCustomersRequest) => (await customers.listCustomers(query)).customers.map(({ name }) => name);
  expect('number', await names({ filterNumber: 'N-3' }), ['Customer 3']);
  step('filter[number]');
  expect('name', await names({ filterName: 'Customer 2' }), ['Customer 2']);
  step('filter[name]');
  expect('email', await names({ filterEmail: 'billing@acme.example' }), ['Acme']);
  step('filter[email]');
  expect('start of a name', await names({ filterNameStartsWith: 'aCM' }), ['Acme']);
  step('filter[name][starts_with]');
  expect('start of a number', await names({ filterNumberStartsWith: 'n-3' }), ['Customer 3']);
  step('filter[number][starts_with]');
  expect('start of an address', await names({ filterEmailStartsWith: 'BILLING@acm' }), ['Acme']);
  step('filter[email][starts_with]');
  expect('balance', await names({ filterNumber: 'N-3', filterBalanceGte: 0, filterBalanceLt: 0.5 }), ['Customer 3']);
  step('filter[balance][gte] and [lt]');
  expect('time', await names({ filterNumber: 'N-3', filterCreatedAtGte: 1, filterCreatedAtLt: 9999999999 }), ['Customer 3']);
  step('filter[created_at][gte] and [lt]');
  expect('JSON', await names({ filter: JSON.stringify({ city: 'Paris', number: ['N-2', 'N-3'] }) }), ['Customer 2']);
  step('filter of two properties as JSON');
  expect('sorted', await names({ sort: 'name desc', perPage: 2 }), ['Customer 7', 'Customer 6']);
  step('sort, the last two by name');
  expect('found', await names({ q: 'custmer 7' }), ['Customer 7']);
  step('q, with a typing error');

  const seen: string[] = [];
  let pages = 0;
  let total: string | null = null;
  for (let query: ListCustomersRequest | undefined = { perPage: 3, sort: 'name' }; query; pages++) {
    const page: Awaited<ReturnType<typeof customers.listCustomersRaw>> = await customers.listCustomersRaw(query);
    seen.push(...(await page.value()).customers.map(({ name }) => name));
    total = page.raw.headers.get('X-Total-Count');
    query = next(page.raw);
  }
  expect('pages', pages, 3);
  expect('X-Total-Count', total, '7');
  expect('seen', seen, ['Acme', ...[2, 3, 4, 5, 6, 7].map(n => `Customer ${n}`)]);
  step('three pages by their links, seven of X-Total-Count 7');

  const edited = await customers.editCustomerRaw({ id, customerInput: { city: 'Lyon' } });
  expect('answer', await edited.value(), { success: true });
  step('without Prefer: success');
  const current = edited.raw.headers.get('ETag')!;
  const changed = await customers.editCustomer({ id, customerInput: { city: 'Nice' }, prefer: whole, ifMatch: current });
  expect('success', changed.success, undefined);
  expect('city', changed.customer!.city, 'Nice');
  expect('untouched', changed.customer!.email, 'billing@acme.example');
  expect('updated_at is there', changed.customer!.updatedAt != null, true);
  step('return=representation, If-Match: the customer');
  expect('status', (await refused(customers.editCustomer({ id, customerInput: { city: 'Bonn' }, ifMatch: etag }))).status, 412);
  step('412 for an ETag of before');

  const cleared = await customers.editCustomer({ id, customerInput: { email: null }, prefer: whole });
  expect('email', cleared.customer!.email, null);
  step('null clears a property');
  const back = await customers.editCustomer({ id, customerInput: { ...cleared.customer!, city: 'Lille' }, prefer: whole });
  expect('city', back.customer!.city, 'Lille');
  step('the whole object sent back with one change');
  return back.customer!;
}

async function walkContacts(customer: Customer): Promise<void> {
  const customerId = customer.id;
  const ann = { name: 'Ann', email: 'ann@acme.example', primary: true };
  const { contact } = await contacts.createContact({ customerId, contactCreation: ann });
  expect('name', contact.name, 'Ann');
  expect('primary', contact.primary, true);
  expect('customer', contact.customer, customerId);
  step('its customer is an id');
  expectExpanded((await contacts.createContact({ customerId, contactCreation: { name: 'Bob' }, expand: 'customer' })).contact.customer, customer);
  step('expand=customer: its customer is an object');

  const names = async (query: object) =>
    (await contacts.listContacts({ customerId, ...query })).contacts.map(({ name }) => name);
  expect('name', await names({ filterName: 'Bob' }), ['Bob']);
  step('filter[name]');
  expect('email', await names({ filterEmail: 'ann@acme.example' }), ['Ann']);
  step('filter[email]');
  expect('JSON', await names({ filter: '{"primary":true}' }), ['Ann']);
  step('filter as JSON');
  const list = await contacts.listContactsRaw({ customerId, sort: 'name desc', expand: 'customer' });
  expect('X-Total-Count', list.raw.headers.get('X-Total-Count'), '2');
  const [first] = (await list.value()).contacts;
  expect('first', first.name, 'Bob');
  expectExpanded(first.customer, customer);
  step('sort and expand=customer');

  const { id } = contact;
  expect('fetched', (await contacts.fetchContact({ customerId, id })).contact, contact);
  step('as it was made');
  expectExpanded((await contacts.fetchContact({ customerId, id, expand: 'customer' })).contact.customer, customer);
  step('expand=customer');

  expect('answer', await contacts.editContact({ customerId, id, contactInput: { name: 'Anne' } }), { success: true });
  step('without Prefer: success');
  const changed = (await contacts.editContact({ customerId, id, contactInput: { name: 'Anna' }, prefer: whole })).contact!;
  expect('name', changed.name, 'Anna');
  expect('primary', changed.primary, true);
  step('return=representation: the contact');
  const cleared = await contacts.editContact({ customerId, id, contactInput: { email: null }, prefer: whole, expand: 'customer' });
  expect('email', cleared.contact!.email, null);
  expectExpanded(cleared.contact!.customer, customer);
  step('return=representation, expand=customer; null clears');

  await contacts.deleteContact({ customerId, id });
  await expectError(await refused(contacts.fetchContact({ customerId, id })), 404);
  step('204, and 404 from then on');
}

async function walkBalances({ id: customerId }: Customer): Promise<void> {
  const invoice = { amount: 12345678901.25, reference: 'R-1' };
  const appended = await balances.appendBalanceEntryRaw({ customerId, balanceEntryCreation: invoice });
  const entry = (await appended.value()).balanceEntry;
  expect('status', appended.raw.status, 201);
  expect('balance', entry.balance, 12345678901.25);
  expect('customer', entry.customer, customerId);
  step('the balance after it');
  const again = await balances.appendBalanceEntryRaw({ customerId, balanceEntryCreation: invoice });
  expect('status', again.raw.status, 200);
  expect('entry', (await again.value()).balanceEntry, entry);
  step('the same reference: 200 and the same entry');
  const payment = { amount: -0.25, reference: 'R-2', notes: 'Paid' };
  const second = (await balances.appendBalanceEntry({ customerId, balanceEntryCreation: payment, expand: 'customer' })).balanceEntry;
  expect('balance', second.balance, 12345678901);
  expect('customer', (second.customer as Customer).name, 'Acme');
  step('expand=customer: its customer is an object');

  const references = async (query: object) =>
    (await balances.listBalanceEntries({ customerId, ...query })).balanceEntries.map(({ reference }) => reference);
  expect('reference', await references({ filterReference: 'R-2' }), ['R-2']);
  step('filter[reference]');
  expect('JSON', await references({ filter: '{"notes":"Paid"}' }), ['R-2']);
  step('filter as JSON');
  const list = await balances.listBalanceEntriesRaw({ customerId, sort: 'amount', expand: 'customer' });
  expect('X-Total-Count', list.raw.headers.get('X-Total-Count'), '2');
  const [first] = (await list.value()).balanceEntries;
  expect('first', first.reference, 'R-2');
  expect('customer', (first.customer as Customer).name, 'Acme');
  step('sort and expand=customer');

  expect('fetched', (await balances.fetchBalanceEntry({ customerId, id: entry.id })).balanceEntry, entry);
  step('as it was appended');
  const expanded = await balances.fetchBalanceEntry({ customerId, id: entry.id, expand: 'customer' });
  expect('customer', (expanded.balanceEntry.customer as Customer).name, 'Acme');
  step('expand=customer');

  const balance = await balances.fetchBalance({ customerId });
  expect('balance', balance.balance, 12345678901);
  expect('entries', balance.balanceEntries.map(({ reference }) => reference), ['R-2', 'R-1']);
  step('the balance, and two entries, newest first');
}

async function walkStripe({ id: customerId }: Customer): Promise<void> {
  const stripeCustomerInput = { id: 'cus_typescript' };
  expect('answer', await integrations.putStripeCustomer({ customerId, stripeCustomerInput }), { success: true });
  step('without Prefer: success');
  const tied = await integrations.putStripeCustomer({ customerId, stripeCustomerInput, prefer: whole });
  expect('stripe_customer', tied.customer!.stripeCustomer, 'cus_typescript');
  step('return=representation: the customer');
  await integrations.deleteStripeCustomer({ customerId });
  expect('stripe_customer', (await customers.fetchCustomer({ id: customerId })).customer.stripeCustomer, null);
  step('204, and the customer is tied to none');
}

async function walkPortal(customer: Customer): Promise<void> {
  await contacts.createContact({ customerId: customer.id, contactCreation: { name: 'Tia', email: 'tia@acme.example' } });
  step('for the user of the portal');

  // An id with characters that a path has to escape.
  const userId = 'u/1 ü';
  const known = await portal.putPortalUserRaw({ userId, portalUserInput: { email: 'Tia@ACME.example' } });
  const user = (await known.value()).portalUser;
  expect('status', known.raw.status, 201);
  expect('id', user.id, userId);
  expect('contacts', user.contacts.map(({ name }) => name), ['Tia']);
  step('new: 201, with the contact of this address');
  const again = await portal.putPortalUserRaw({
    userId, portalUserInput: { email: 'tia@acme.example' },
    filterName: 'Tia', filterEmail: 'tia@acme.example', expand: 'customer',
  });
  expect('status', again.raw.status, 200);
  const [contact] = (await again.value()).portalUser.contacts;
  expect('contact', contact.name, 'Tia');
  expect('customer', (contact.customer as Customer).name, 'Acme');
  step('known: 200; filter[name], filter[email], expand=customer');

  const names = async (query: object) =>
    (await portal.fetchPortalUser({ userId, ...query })).portalUser.contacts.map(({ name }) => name);
  expect('contacts', await names({}), ['Tia']);
  step('with the contact of this address');
  expect('name', await names({ filterName: 'Bob' }), []);
  step('filter[name] that none has');
  expect('email', await names({ filterEmail: 'tia@acme.example' }), ['Tia']);
  step('filter[email]');

  const page = await portal.listPortalUserCustomersRaw({ userId, sort: 'name' });
  expect('X-Total-Count', page.raw.headers.get('X-Total-Count'), '1');
  expect('customer', (await page.value()).customers[0].id, customer.id);
  step('the customer of the contact');
  for (const filter of [{ filterNumber: 'none' }, { filterName: 'none' }, { filterEmail: 'none@acme.example' }]) {
    expect(Object.keys(filter)[0], (await portal.listPortalUserCustomers({ userId, ...filter })).customers, []);
  }
  step('filter[number], filter[name], filter[email] that none has');

  await portal.deletePortalUser({ userId });
  await expectError(await refused(portal.fetchPortalUser({ userId })), 404);
  step('204, and 404 from then on');
}

async function walkAllContacts(customer: Customer): Promise<void> {
  const all = await contacts.listAllContactsRaw({ sort: 'name', expand: 'customer' });
  expect('X-Total-Count', all.raw.headers.get('X-Total-Count'), '2');
  const [first] = (await all.value()).contacts;
  expect('first', first.name, 'Bob');
  expectExpanded(first.customer, customer);
  step('of all customers: sort and expand=customer');
  const names = async (query: object) => (await contacts.listAllContacts(query)).contacts.map(({ name }) => name);
  expect('email', await names({ filterEmail: 'TIA@acme.example' }), ['Tia']);
  step('filter[email], whatever its case');
  expect('name', await names({ filterName: 'Bob' }), ['Bob']);
  expect('customer', await names({ filterCustomer: customer.id }), ['Bob', 'Tia']);
  expect('JSON', await names({ filter: '{"email":["Tia@Acme.example",null]}' }), ['Bob', 'Tia']);
  step('filter[name], filter[customer], filter as JSON');
}

async function walkNumbered(): Promise<void> {
  // A number with characters that a path has to escape.
  const number = 'ERP/7 ü';
  const made = await customers.putCustomerByNumberRaw({ number, customerInput: { name: 'From the ERP' }, ifNoneMatch: '*' });
  const { customer } = await made.value();
  expect('status', made.raw.status, 201);
  expect('number', customer.number, number);
  step('new: 201, with the customer');
  const edited = await customers.putCustomerByNumberRaw({ number, customerInput: { city: 'Lyon' } });
  expect('status', edited.raw.status, 200);
  const changed = (await edited.value()).customer;
  expect('customer', changed.id, customer.id);
  expect('city', changed.city, 'Lyon');
  step('known: 200, with the customer');
  const again = customers.putCustomerByNumber({ number, customerInput: { name: 'Again' }, ifNoneMatch: '*' });
  expect('status', (await refused(again)).status, 412);
  step('If-None-Match: 412, as it is there');
  await customers.deleteCustomer({ id: customer.id });
}

async function walkErrors({ id }: Customer): Promise<void> {
  await expectError(await refused(customers.createCustomer({ customerCreation: { name: ' ' } })), 400, 'name');
  step('a blank name: 400 as an exception, param name');
  const faulty = await refused(customers.createCustomer({ customerCreation: { name: ' ', email: 'none' } }));
  expect('params', ModelErrorFromJSON(await faulty.json()).errors!.map(({ param }) => param), ['email', 'name']);
  step('two faults: both of them in errors');
  await expectError(await refused(customers.listCustomers({ sort: 'colour' })), 400, 'sort');
  step('an unknown order: 400, param sort');
  const other = { amount: 1, reference: 'R-1' };
  await expectError(await refused(balances.appendBalanceEntry({ customerId: id, balanceEntryCreation: other })), 400, 'reference');
  step('a reference with another amount: 400, param reference');
  await expectError(await refused(customers.fetchCustomer({ id: absent })), 404);
  step('an id that is not there: 404');
  await expectError(await refused(withWrongKey.fetchCustomer({ id })), 401);
  step('a wrong key: 401');
}

async function walkDelete({ id }: Customer): Promise<void> {
  await customers.deleteCustomer({ id });
  await expectError(await refused(customers.fetchCustomer({ id })), 404);
  step('204, and 404 from then on');
  const { customer } = await customers.restoreCustomer({ id });
  expect('id', customer.id, id);
  step('the customer is there again');
}

async function walkEvents(customer: Customer): Promise<void> {
  const customerId = customer.id;
  const page = await events.listEventsRaw({ perPage: 1 });
  const total = Number(page.raw.headers.get('X-Total-Count'));
  const [first] = (await page.value()).events;
  const filterKey = first.key!.id;
  expect('type', first.type, 'customer.created');
  expect('name', first.object.name, 'Acme');
  expect('previous', first.previous, null);
  expect('customer', first.customer, customerId);
  expect('name of the key', first.key!.name, 'client');
  step('the first one: what was made, and by which key');
  const listed = async (query: ListEventsRequest) => (await events.listEvents(query)).events;
  const [newest] = await listed({ sort: 'id desc' });
  expect('type', newest.type, 'balance_entry.restored');
  step('sort=id desc: the newest one first');

  const [edit] = await listed({ filterType: 'customer.updated' });
  expect('city before', edit.previous!.city, 'Paris');
  expect('city after', edit.object.city, 'Lyon');
  step('filter[type], an edit: the city before and after it');
  const ofCustomer = await listed({ filterCustomer: customerId });
  expect('customers', [...new Set(ofCustomer.map(({ customer }) => customer))], [customerId]);
  step('filter[customer]');
  expect('X-Total-Count', (await events.listEventsRaw({ filterKey })).raw.headers.get('X-Total-Count'), `${total}`);
  step('filter[key], of all of them');
  expect('events', await listed({ filterCreatedAt: 1 }), []);
  step('filter[created_at] of long ago: none');
  const ofUsers = await listed({ filter: '{"type":["portal_user.created","portal_user.deleted"]}' });
  expect('id of the user', ofUsers[1].object.id, 'u/1 ü');
  expect('customer', ofUsers[1].customer, null);
  step('filter as JSON, of the user of the portal');

  const seen: number[] = [];
  for (let after = 0, some = 1; some > 0;) {
    const next = await events.listEventsRaw({ after, perPage: 10 });
    const found = (await next.value()).events;
    some = found.length;
    seen.push(...found.map(({ id }) => id));
    expect('X-Total-Count', next.raw.headers.get('X-Total-Count'), null);
    after = Number(/<[^>]*[?&]after=(\d+)[^>]*>; rel="next"/.exec(next.raw.headers.get('Link')!)![1]);
  }
  expect('seen', seen.length, total);
  expect('in order', seen, [...seen].sort((one, other) => one - other));
  step('all by after and the link next');
  expect('events', await listed({ after: newest.id, wait: 1 }), []);
  step('wait, and there was none');
  const waiting = listed({ after: newest.id, wait: 20 });
  await contacts.createContact({ customerId, contactCreation: { name: 'Eve' } });
  const [next] = await waiting;
  expect('type', next.type, 'contact.created');
  expect('name', next.object.name, 'Eve');
  step('wait, until a contact is created');
  await expectError(await refused(events.listEvents({ after: absent })), 410, 'after');
  step('after what is no event: 410, param after');
  await expectError(await refused(events.listEvents({ after: 0, sort: 'id' })), 400, 'after');
  step('after with a sort: 400, param after');

  expect('fetched', (await events.fetchEvent({ id: next.id })).event, next);
  step('as it was listed');
  await expectError(await refused(events.fetchEvent({ id: absent })), 404);
  step('an id that is not there: 404');

  const history = await events.listCustomerEventsRaw({ customerId, sort: 'id desc' });
  expect('newest', (await history.value()).events[0], next);
  expect('X-Total-Count', history.raw.headers.get('X-Total-Count'), `${ofCustomer.length + 1}`);
  step('what happened to a customer, newest first');
  const restored = await events.listCustomerEvents({ customerId, filterType: 'customer.restored', filterKey });
  expect('events', restored.events.length, 1);
  step('filter[type] and filter[key]');
  expect('events', (await events.listCustomerEvents({ customerId, filterCreatedAt: 1 })).events, []);
  step('filter[created_at] of long ago: none');
  await expectError(await refused(events.listCustomerEvents({ customerId: absent })), 404);
  step('a customer that never was: 404');
}

/** The first events of a stream. The client opens it; its value would be all of it, which does not end, so it is read by hand. */
async function streamed(query: StreamEventsRequest, count: number): Promise<Event[]> {
  const { raw } = await events.streamEventsRaw(query, { signal: AbortSignal.timeout(10_000) });
  expect('Content-Type', raw.headers.get('Content-Type'), 'text/event-stream');
  const reader = raw.body!.pipeThrough(new TextDecoderStream()).getReader();
  const found: Event[] = [];
  for (let rest = ''; found.length < count;) {
    const { value, done } = await reader.read();
    if (done) throw new Failure('the stream has ended');
    const lines = (rest + value).split('\n');
    rest = lines.pop()!;
    for (const line of lines.filter(line => line.startsWith('data:'))) {
      found.push(EventEnvelopeFromJSON(JSON.parse(line.slice('data:'.length))).event);
    }
  }
  await reader.cancel();
  return found.slice(0, count);
}

async function walkStream({ id: customerId }: Customer): Promise<void> {
  const { events: [created, ...others] } = await events.listEvents({ after: 0, perPage: 3 });
  sinceLastStep.clear();
  const query = { after: 0, filterType: created.type, filterCustomer: customerId, filterKey: created.key!.id };
  expect('streamed', await streamed(query, 1), [created]);
  step('after=0, filter[type], filter[customer], filter[key]');
  expect('streamed', await streamed({ after: 0, filterCreatedAt: created.createdAt }, 1), [created]);
  step('filter[created_at]');
  expect('streamed', await streamed({ lastEventID: `${created.id}` }, 2), others);
  step('Last-Event-ID: those after it');
  const waiting = streamed({ filterType: 'contact.created' }, 1);
  // The stream is from now on, which begins when it is connected: a moment later a contact is created.
  await new Promise(resolve => setTimeout(resolve, 1000));
  await contacts.createContact({ customerId, contactCreation: { name: 'Fay' } });
  expect('name', (await waiting)[0].object.name, 'Fay');
  step('from now on, a contact that is created');
}

async function walkErase({ id }: Customer): Promise<void> {
  expect('answer', await customers.eraseCustomer({ id }), { success: true });
  expect('name', (await customers.fetchCustomer({ id })).customer.name, 'Erased');
  const history = (await events.listCustomerEvents({ customerId: id, sort: 'id desc' })).events;
  expect('type', history[0].type, 'customer.erased');
  expect('names', [...new Set(history.map(({ object }) => object.name).filter(name => name !== undefined))], ['Erased']);
  step('the name is gone, from the events too');
  await expectError(await refused(customers.eraseCustomer({ id: absent })), 404);
  step('an id that is not there: 404');
}

/** Nothing receives what is sent to this endpoint, and it matters to nobody whether its host answers. */
async function walkWebhooks({ id: customerId }: Customer): Promise<void> {
  const url = 'https://example.com/hook';
  const { webhook: { secret, ...made } } = await webhooks.createWebhook({ webhookCreation: { url, types: ['customer.updated'] } });
  const { id } = made;
  expect('secret begins with whsec_', secret!.startsWith('whsec_'), true);
  expect('types', made.types, ['customer.updated']);
  expect('status', made.status, 'active');
  step('an endpoint for one type of events, with its secret');
  await expectError(await refused(webhooks.createWebhook({ webhookCreation: { url: 'http://example.com/hook' } })), 400, 'url');
  step('a URL without TLS: 400, param url');
  expect('fetched', (await webhooks.fetchWebhook({ id })).webhook, made);
  step('as it was made, without its secret');
  await expectError(await refused(webhooks.fetchWebhook({ id: absent })), 404);
  step('an id that is not there: 404');

  const other = (await webhooks.createWebhook({ webhookCreation: { url: 'https://example.com/all', types: null } })).webhook;
  expect('types', other.types ?? null, null);
  step('types: null: one for all events');
  const page = await webhooks.listWebhooksRaw({ perPage: 1, sort: 'id desc' });
  expect('X-Total-Count', page.raw.headers.get('X-Total-Count'), '2');
  expect('first', (await page.value()).webhooks[0].id, other.id);
  const listed = async (query: ListWebhooksRequest) => (await webhooks.listWebhooks(query)).webhooks;
  expect('second', await listed(next(page.raw)!), [made]);
  step('sort=id desc, by pages');
  expect('found', await listed({ filterUrl: url }), [made]);
  step('filter[url]');
  expect('paused', await listed({ filterStatus: 'paused' }), []);
  step('filter[status], none is paused');
  expect('found', await listed({ filter: `{"id":${id}}` }), [made]);
  step('filter as JSON, by the id');
  await webhooks.deleteWebhook({ id: other.id });
  await expectError(await refused(webhooks.fetchWebhook({ id: other.id })), 404);
  step('204, and 404 from then on');

  await customers.editCustomer({ id: customerId, customerInput: { city: 'Rome' } });
  const [event] = (await events.listEvents({ sort: 'id desc', perPage: 1 })).events;
  const attempts = async (query: Partial<ListWebhookAttemptsRequest>) =>
    (await webhooks.listWebhookAttempts({ id, sort: 'id', ...query })).attempts;
  let first: WebhookAttempt | undefined;
  for (let looks = 0; !first && looks < 300; looks++) {
    await new Promise(resolve => setTimeout(resolve, 200));
    [first] = await attempts({});
  }
  sinceLastStep.clear();
  expect('event', first?.event, event.id);
  expect('an error is there', first!.error !== null, true);
  expect('found', (await attempts({ filterEvent: event.id }))[0], first);
  step('filter[event], of what could not be delivered');
  expect('found', await attempts({ filterStatus: 204 }), []);
  step('filter[status], none was answered 204');
  expect('found', (await attempts({ filter: JSON.stringify({ event: event.id, duration_ms: first!.durationMs }) }))[0], first);
  step('filter as JSON, of the event and the duration');
  await expectError(await refused(attempts({ sort: 'created_at' })), 400, 'sort');
  step('another order than by id: 400, param sort');

  expect('answer', await webhooks.editWebhook({ id, webhookInput: { status: 'paused' } }), { success: true });
  step('paused');
  const edited = (await webhooks.editWebhook({ id, webhookInput: { types: null }, prefer: whole })).webhook!;
  expect('types', edited.types ?? null, null);
  expect('status', edited.status, 'paused');
  step('types: null: all events; return=representation: the whole endpoint');
  await expectError(await refused(webhooks.editWebhook({ id, webhookInput: { types: ['customer.eaten'] } })), 400, 'types');
  step('a type that there is not: 400, param types');

  const rotated = (await webhooks.rotateWebhookSecret({ id, webhookRotationInput: { overlap: 60 } })).webhook.secret!;
  expect('secret is another one', rotated === secret, false);
  expect('secret begins with whsec_', rotated.startsWith('whsec_'), true);
  step('a new secret');
  await expectError(await refused(webhooks.rotateWebhookSecret({ id, webhookRotationInput: { overlap: 604_801 } })), 400, 'overlap');
  step('more than a week for the one before: 400, param overlap');

  await expectError(await refused(webhooks.resendEvents({ id, webhookResendInput: {} })), 400);
  step('neither an event nor a range: 400');
  await expectError(await refused(webhooks.resendEvents({ id, webhookResendInput: { from: 2, to: 1 } })), 400, 'to');
  step('a range that ends before it begins: 400, param to');
  const range = { id, webhookResendInput: { from: event.id, to: event.id } };
  expect('answer', await webhooks.resendEvents(range), { success: true });
  step('a range of events, as soon as the endpoint is active again');
  await expectError(await refused(webhooks.resendEvents(range)), 409);
  step('while that waits: 409');

  // What an endpoint reads with this client.
  const message = { type: event.type, timestamp: '2026-11-26T21:35:13Z', data: { id: event.id, type: event.type } };
  expect('event of the message', WebhookMessageFromJSON(message).data.id, event.id);

  await webhooks.deleteWebhook({ id });
  await expectError(await refused(attempts({})), 404);
  step('204, and the attempts are gone, too');
}

/** The lines of the response to an import, without those that say how far it is. */
async function imported(file: string, dryRun?: string): Promise<string[]> {
  const text = await customers.importCustomers({ body: new Blob([file]), dryRun });
  return text.split('\n').filter(line => line !== '' && !line.startsWith('{"progress"'));
}

async function walkImport(): Promise<void> {
  const file = '{"number":"I-1","name":"Imported"}\n{"name":""}\n';
  expect('dry run', (await imported(file, '1'))[0], '{"line":1,"result":"created","id":null}');
  const lines = await imported(file);
  const id = (await customers.listCustomers({ filterNumber: 'I-1' })).customers[0]!.id;
  expect('created', lines[0], `{"line":1,"result":"created","id":${id}}`);
  expect('refused', lines[1]!.startsWith('{"line":2,"result":"refused","id":null,"error":'), true);
  expect('done', lines[2]!.startsWith('{"done":{"lines":2,"created":1,'), true);
  expect('again', (await imported(file))[0]!.includes('"unchanged"'), true);
  await customers.deleteCustomer({ id });
  step('each line is answered, and unchanged if it is sent again');
}

async function walk(): Promise<void> {
  const customer = await walkCustomers();
  await walkContacts(customer);
  await walkBalances(customer);
  await walkStripe(customer);
  await walkPortal(customer);
  await walkAllContacts(customer);
  await walkNumbered();
  await walkErrors(customer);
  await walkDelete(customer);
  await walkEvents(customer);
  await walkStream(customer);
  await walkErase(customer);
  await walkWebhooks(customer);
  await walkImport();
  const all = operations.flatMap(({ id, filters }) => [id, ...filters.map(filter => `${id} ${filter}`)]);
  expect('operations and filters of the description that were left out', all.filter(one => !requested.has(one)), []);
}

walk().catch(async error => {
  const why = error instanceof Failure ? error.message
    : error instanceof ResponseError ? `${error.response.status} ${await error.response.text()}` : error.stack;
  console.error(`FAIL typescript | ${[...sinceLastStep].join(', ')} | ${why}`);
  process.exitCode = 1;
});
