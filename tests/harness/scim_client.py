"""Asks a SCIM server, as a client library does that others wrote: `scim_client.py <base URL> <token>`.

First the checks of scim2-tester, then a person's way through with scim2-client. What went wrong is on
standard output, and the status is 1.
"""

import socket
import sys

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import PatchOp, PatchOperation, SearchRequest
from scim2_tester import Status, check_server

look_up = socket.getaddrinfo


def look_up_here(host, *rest, **named):
    """All below `localhost` is this machine, as in browsers."""
    name = host.decode() if isinstance(host, bytes) else host
    here = name is not None and name.endswith(".localhost")
    return look_up("127.0.0.1" if here else host, *rest, **named)


socket.getaddrinfo = look_up_here


# `active` is told of every user, also where a client takes it away: then they stay as they are.
EXCEPT = {("check_remove_attribute", "PATCH modify() did not remove attribute 'active'")}


def checked(client):
    """Whether the checks of scim2-tester find nothing wrong."""
    results = check_server(client)
    fine = {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE, Status.SKIPPED}
    print(f"{len(results)} checks by scim2-tester")
    wrong = [
        result
        for result in results
        if result.status not in fine and (result.title, result.reason) not in EXCEPT
    ]
    for result in wrong:
        print(f"{result.status.name}: {result.title}: {result.reason}")
    return not wrong and len(results) > 20


def named(user_name):
    return SearchRequest(filter=f'userName eq "{user_name}"')


def walked(client):
    """Whether a person comes, is found, is changed, is shut out and goes."""
    user, group = (client.get_resource_model(name) for name in ("User", "Group"))
    made = client.create(user(user_name="grace@client.example", display_name="Grace", active=True))
    found = client.query(user, query_parameters=named("GRACE@client.example"))
    ops = client.create(group(display_name="Client ops", members=[{"value": made.id}]))
    patch = PatchOp[user](
        operations=[PatchOperation(op="replace", path="active", value=False)]
    )
    client.modify(user, made.id, patch)
    gone = client.query(user, made.id)
    client.delete(group, ops.id)
    client.delete(user, made.id)
    left = client.query(user, query_parameters=named("grace@client.example"))
    says = [found.total_results, found.resources[0].id == made.id, gone.active, left.total_results]
    print(f"a person's way: {says}")
    return says == [1, True, False, 0] and gone.groups[0].value == ops.id


def main():
    base, token = sys.argv[1:]
    http = Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, trust_env=False)
    client = SyncSCIMClient(http)
    client.discover()
    if not (walked(client) and checked(client)):
        sys.exit(1)
    print("all passed")


main()
