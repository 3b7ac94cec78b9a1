#!/usr/bin/env python3
"""The bare form, by a client as the official ones were: the objects and lists themselves, without envelopes.

Arguments: the URL of the service, the file of operations that .ci/clients/run takes from the description, "parameter" to send envelope=0
with every request or "key" where the key says it, and an API key of a business without customers.
"""

import base64
import http.client
import json
import re
import sys
import urllib.parse
import uuid

URL, PLAN, FORM, KEY = sys.argv[1:]
NAME = {"parameter": "bare, envelope=0", "key": "bare, by its key"}[FORM]
WITHIN = {"envelope": "0"} if FORM == "parameter" else {}
ABSENT = 999_999_999_999
# What the official clients send with a new customer, whatever it is.
EMPTY = {"sms_enabled": False, "taxes": [], "sign_up_page": None, "metadata": []}

operations = [line.split("\t") for line in open(PLAN, encoding="utf-8").read().splitlines()]
since_last_step = []


class Failure(Exception):
    pass


class Answer:
    """What a client reads of an answer."""

    def __init__(self, request, response):
        self.request = request
        self.status = response.status
        self.headers = response.headers
        text = response.read().decode()
        self.body = json.loads(text) if text else None

    @property
    def total(self):
        return int(self.headers["X-Total-Count"])

    @property
    def links(self):
        """By relation: split at commas, and each at its semicolons, without any other knowledge of the header."""
        links = {}
        for part in self.headers["Link"].split(","):
            url, *parameters = part.split(";")
            for parameter in parameters:
                name, _, value = parameter.strip().partition("=")
                if name == "rel":
                    links[value.strip('"')] = url.strip()[1:-1]
        return links


connection = http.client.HTTPConnection(urllib.parse.urlsplit(URL).netloc, timeout=30)


def send(method, path, body=None, key=KEY, headers=None):
    """Sends a request to a path or to a URL as a link said it."""
    target = path.removeprefix(URL)
    sent = {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode(), **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/json"
    plain = target.split("?")[0]
    since_last_step.extend(name for name, verb, pattern, *_ in operations if verb == method and re.match(pattern, plain))
    connection.request(method, target, json.dumps(body) if body is not None else None, sent)
    return Answer(f"{method} {target}" + (f" {json.dumps(body)}" if body is not None else ""), connection.getresponse())


def call(method, path, body=None, wanted=200, key=KEY, headers=None, **query):
    """Sends a request with parameters, in the form of this walk, and expects a status."""
    query = {**query.pop("parameters", {}), **query, **WITHIN}
    answer = send(method, path + ("?" + urllib.parse.urlencode(query) if query else ""), body, key, headers)
    expect(answer, "status", answer.status, wanted)
    return answer


def expect(answer, what, actual, wanted):
    matches = wanted(actual) if callable(wanted) else same(actual, wanted)
    if not matches:
        should = "is wrong" if callable(wanted) else f"should be {wanted!r}"
        raise Failure(f"{what} is {actual!r} and {should}\n     {answer.request}\n     {answer.status} {json.dumps(answer.body)[:600]}")


def same(actual, wanted):
    """Equal, and true is not 1."""
    return actual == wanted and isinstance(actual, bool) == isinstance(wanted, bool)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_time(value):
    return isinstance(value, int) and not isinstance(value, bool) and value > 1_400_000_000


def is_metadata(value):
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def an_object(answer, kind, item=None):
    """The object itself, not one in an envelope."""
    item = answer.body if item is None else item
    expect(answer, "the answer", item, lambda found: isinstance(found, dict) and "id" in found)
    expect(answer, "object", item.get("object"), kind)
    expect(answer, "created_at", item.get("created_at"), is_time)
    expect(answer, "updated_at", item.get("updated_at"), is_time)
    return item


def a_customer(answer, item=None):
    customer = an_object(answer, "customer", item)
    expect(answer, "metadata", customer.get("metadata"), is_metadata)
    return customer


def a_list(answer, check):
    """The list itself, not one in an envelope."""
    expect(answer, "the answer", type(answer.body).__name__, "list")
    for item in answer.body:
        check(answer, item)
    return answer.body


def contact_of(answer, item=None):
    return an_object(answer, "contact", item)


def customers(**query):
    answer = call("GET", "/customers", **query)
    return [customer["name"] for customer in a_list(answer, a_customer)], answer


def expect_customers(wanted, **query):
    names, answer = customers(**query)
    expect(answer, "names", sorted(names), sorted(wanted))
    expect(answer, "X-Total-Count", answer.total, len(wanted))


def error(answer, param=None):
    """An error has one shape in both forms."""
    expect(answer, "the error", answer.body, lambda found: isinstance(found, dict) and found.keys() <= {"type", "message", "param", "errors"})
    expect(answer, "type", answer.body.get("type"), "invalid_request")
    expect(answer, "message", answer.body.get("message"), lambda text: isinstance(text, str) and text)
    expect(answer, "param", answer.body.get("param"), param)


def step(what):
    """Prints the operation that a step began with. What only looks after it is left out of the table."""
    print(f"{NAME:18} | {since_last_step[0]:23} | {what}", flush=True)
    since_last_step.clear()


def walk_customers():
    again = {"Idempotency-Key": str(uuid.uuid4())}
    acme = {"name": "Acme", "email": "billing@acme.example", "city": "Paris", **EMPTY}
    answer = call("POST", "/customers", acme, 201, headers=again)
    made = a_customer(answer)
    expect(answer, "name", made["name"], "Acme")
    expect(answer, "updated_at", made["updated_at"], made["created_at"])
    expect(answer, "metadata", made["metadata"], {})
    expect(answer, "balance", made["balance"], 0)
    repeated = call("POST", "/customers", acme, 201, headers=again)
    expect(repeated, "second answer", a_customer(repeated), made)
    step("empty properties of the later API; sent twice, made once")
    answer = call("POST", "/customers", {"name": "Other", "autopay": True}, 400)
    error(answer, "autopay")
    step("a property of the later API with a value: 400, param autopay")
    for n in range(2, 8):
        plan = "gold" if n % 3 == 0 else "silver"
        answer = call("POST", "/customers", {"name": f"Customer {n}", "number": f"N-{n}", **EMPTY, "metadata": {"plan": plan}}, 201)
        expect(answer, "metadata", a_customer(answer)["metadata"], {"plan": plan})
    step("six more, with metadata")

    path = f"/customers/{made['id']}"
    answer = call("GET", path)
    expect(answer, "fetched", a_customer(answer), made)
    step("the object itself; updated_at is created_at")

    expect_customers(["Customer 3"], parameters={"filter[number]": "N-3"})
    expect_customers(["Customer 2"], parameters={"filter[name]": "Customer 2"})
    expect_customers(["Acme"], filter=json.dumps({"city": "Paris"}))
    step("filter[number], filter[name], and one as JSON")
    expect_customers(["Customer 3", "Customer 6"], parameters={"metadata[plan]": "gold"})
    step("metadata[plan]=gold")
    expect_customers(["Customer 3", "Customer 6"], parameters={"filter[metadata.plan]": "gold"})
    step("filter[metadata.plan]=gold")
    names, answer = customers(sort="name desc", per_page=2)
    expect(answer, "names", names, ["Customer 7", "Customer 6"])
    step("sort")

    seen, pages = [], 0
    answer = call("GET", "/customers", per_page=3, sort="name")
    while True:
        pages += 1
        seen += [customer["name"] for customer in a_list(answer, a_customer)]
        expect(answer, "relations", sorted(answer.links.keys() - {"self", "previous", "next"}), ["first", "last"])
        for link in answer.links.values():
            expect(answer, "envelope of a link", dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(link).query)).get("envelope"),
                   WITHIN.get("envelope"))
        if "next" not in answer.links:
            break
        answer = send("GET", answer.links["next"])
        expect(answer, "status", answer.status, 200)
    expect(answer, "pages", pages, 3)
    expect(answer, "X-Total-Count", answer.total, 7)
    expect(answer, "seen", seen, ["Acme", *(f"Customer {n}" for n in range(2, 8))])
    step("three pages by Link, seven of X-Total-Count 7")

    answer = call("PATCH", path, {"city": "Lyon", "metadata": {"plan": "gold", "region": "eu", "tier": "1"}})
    edited = a_customer(answer)
    expect(answer, "city", edited["city"], "Lyon")
    expect(answer, "untouched", edited["email"], "billing@acme.example")
    expect(answer, "members", edited.keys(), made.keys())
    expect(answer, "metadata", edited["metadata"], {"plan": "gold", "region": "eu", "tier": "1"})
    expect(answer, "updated_at", edited["updated_at"], lambda time: time >= made["updated_at"])
    step("the whole object is answered, without Prefer")
    answer = call("PATCH", path, {"metadata": {"plan": "silver", "region": "", "tier": None}})
    expect(answer, "metadata", a_customer(answer)["metadata"], {"plan": "silver"})
    step("metadata is merged by key; \"\" and null remove one")
    answer = call("PATCH", path, {"email": None})
    cleared = a_customer(answer)
    expect(answer, "email", cleared["email"], None)
    step("null clears a property")
    answer = call("PATCH", path, {**cleared, "city": "Nice"})
    back = a_customer(answer)
    expect(answer, "city", back["city"], "Nice")
    expect(answer, "metadata", back["metadata"], {"plan": "silver"})
    step("the whole object sent back with one change")

    # Seconds are too coarse to tell the edits of this walk apart, so one moment is before them and the other after them.
    names, answer = customers(updated_after=made["created_at"] - 10)
    expect(answer, "names", len(names), 7)
    expect_customers([], updated_after=back["updated_at"] + 1000)
    step("updated_after, in UNIX seconds")
    answer = call("GET", "/customers", include="updated_at", per_page=1)
    a_list(answer, a_customer)
    step("include=updated_at")
    return back


def walk_contacts(customer):
    path = f"/customers/{customer['id']}/contacts"
    answer = call("POST", path, {"name": "Ann", "email": "ann@acme.example", "primary": True}, 201)
    made = contact_of(answer)
    expect(answer, "customer", made["customer"], customer["id"])
    expect(answer, "updated_at", made["updated_at"], made["created_at"])
    step("the object itself; its customer is an id")
    answer = call("POST", path, {"name": "Bob"}, 201, expand="customer")
    expect(answer, "customer", a_customer(answer, contact_of(answer)["customer"])["id"], customer["id"])
    step("expand=customer: its customer is an object")
    answer = call("GET", path, parameters={"filter[name]": "Bob"})
    expect(answer, "names", [contact["name"] for contact in a_list(answer, contact_of)], ["Bob"])
    step("filter[name]")
    answer = call("GET", path, expand="customer", sort="name")
    expect(answer, "names", [contact["name"] for contact in a_list(answer, contact_of)], ["Ann", "Bob"])
    expect(answer, "X-Total-Count", answer.total, 2)
    for contact in answer.body:
        a_customer(answer, contact["customer"])
    step("a list itself, and expand=customer")
    path = f"{path}/{made['id']}"
    answer = call("GET", path)
    expect(answer, "fetched", contact_of(answer), made)
    step("as it was made")
    answer = call("GET", path, expand="customer")
    expect(answer, "customer", a_customer(answer, contact_of(answer)["customer"])["id"], customer["id"])
    step("expand=customer")
    answer = call("PATCH", path, {"name": "Anna"})
    expect(answer, "contact", {**contact_of(answer), "updated_at": 0}, {**made, "name": "Anna", "updated_at": 0})
    step("the whole object is answered, without Prefer")
    answer = call("GET", "/contacts", sort="name")
    expect(answer, "names", [contact["name"] for contact in a_list(answer, contact_of)], ["Anna", "Bob"])
    answer = call("GET", "/contacts", parameters={"filter[email]": "ANN@acme.example"})
    expect(answer, "names", [contact["name"] for contact in a_list(answer, contact_of)], ["Anna"])
    step("of all customers, filter[email] whatever its case")
    answer = call("DELETE", path, wanted=204)
    expect(answer, "body", answer.body, None)
    error(call("GET", path, wanted=404))
    step("204, and 404 from then on")


def walk_numbered():
    answer = call("PUT", "/customers/by_number/ERP%2F7", {"name": "From the ERP", **EMPTY}, 201)
    made = a_customer(answer)
    expect(answer, "number", made["number"], "ERP/7")
    step("new: 201, with the object itself")
    answer = call("PUT", "/customers/by_number/ERP%2F7", {"city": "Lyon", "metadata": {"plan": "gold"}})
    edited = a_customer(answer)
    expect(answer, "id", edited["id"], made["id"])
    expect(answer, "metadata", edited["metadata"], {"plan": "gold"})
    step("known: 200, with the object itself")


def walk_balances(customer):
    path = f"/customers/{customer['id']}"
    for amount, reference in ((120.5, "INV-1"), (-20.25, "PAY-1")):
        answer = call("POST", f"{path}/balance_entries", {"amount": amount, "reference": reference}, 201)
        expect(answer, "reference", answer.body.get("reference"), reference)
    again = call("POST", f"{path}/balance_entries", {"amount": -20.25, "reference": "PAY-1"})
    expect(again, "entry", again.body, answer.body)
    step("the object itself; the same reference again: 200")
    answer = call("GET", f"{path}/balance_entries", parameters={"filter[reference]": "INV-1"})
    a_list(answer, lambda found, entry: expect(found, "reference", entry["reference"], "INV-1"))
    expect(answer, "X-Total-Count", answer.total, 1)
    entry = answer.body[0]
    step("a list itself, filter[reference]")
    answer = call("GET", f"{path}/balance_entries/{entry['id']}")
    expect(answer, "fetched", answer.body, entry)
    step("as it was appended")

    answer = call("GET", f"{path}/balance")
    balance = answer.body
    for name in ("total_outstanding", "available_credits", "due_now"):
        expect(answer, name, balance.get(name), is_number)
    expect(answer, "total_outstanding", balance["total_outstanding"], 100.25)
    expect(answer, "available_credits", balance["available_credits"], 0)
    expect(answer, "past_due", balance.get("past_due"), lambda found: isinstance(found, bool))
    expect(answer, "currency", balance.get("currency"), lambda found: isinstance(found, str) and found)
    expect(answer, "history", type(balance.get("history")).__name__, "list")
    expect(answer, "entries of the history", len(balance["history"]), 2)
    for moment in balance["history"]:
        expect(answer, "timestamp of the history", moment.get("timestamp"), is_time)
        expect(answer, "balance of the history", moment.get("balance"), is_number)
        expect(answer, "currency of the history", moment.get("currency"), balance["currency"])
    expect(answer, "balances of the history", sorted(moment["balance"] for moment in balance["history"]), [100.25, 120.5])
    step("total_outstanding, history and the other figures")
    expect_customers(["Acme"], open_balance=1)
    step("open_balance=1")


def walk_errors(customer):
    path = f"/customers/{customer['id']}"
    error(call("POST", "/customers", {"name": " "}, 400), "name")
    step("a blank name: 400, param name")
    answer = call("POST", "/customers", {"name": " ", "metadata": {"a": 1, "b": 2}}, 400)
    error(answer, "metadata")
    expect(answer, "params", [fault["param"] for fault in answer.body["errors"]], ["metadata", "metadata[a]", "metadata[b]", "name"])
    step("several faults: all of them in errors")
    error(call("GET", "/customers", wanted=400, sort="colour"), "sort")
    step("an unknown order: 400, param sort")
    error(call("GET", f"/customers/{ABSENT}", wanted=404))
    step("an id that is not there: 404")
    error(call("GET", path, wanted=401, key="wrong"))
    step("a wrong key: 401")
    answer = call("DELETE", path, wanted=204)
    expect(answer, "body", answer.body, None)
    error(call("GET", path, wanted=404))
    step("204, and 404 from then on")


def main():
    try:
        customer = walk_customers()
        walk_contacts(customer)
        walk_balances(customer)
        walk_numbered()
        walk_errors(customer)
    except Failure as failure:
        sys.exit(f"FAIL {NAME} | {since_last_step[0] if since_last_step else 'no operation'} | {failure}")


if __name__ == "__main__":
    main()
