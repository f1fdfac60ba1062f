// A real OpenID provider on this machine: `node provider.mjs <client> <secret or -> <redirect URI>`.
// It says its port on a line, and ends with its input.

import { createServer } from "node:http";
import Provider from "oidc-provider";

const [client, secret, redirect] = process.argv.slice(2);
const server = createServer();

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: client,
        redirect_uris: [redirect],
        grant_types: ["authorization_code"],
        response_types: ["code"],
        ...(secret === "-"
          ? { token_endpoint_auth_method: "none", id_token_signed_response_alg: "RS256" }
          : { client_secret: secret, id_token_signed_response_alg: "RS256" }),
      },
    ],
    claims: { openid: ["sub", "groups"], profile: ["name"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["for a test"] },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: `${sub} of Contoso`, groups: [`${sub}-group`] }),
    }),
    pkce: { methods: ["S256"], required: () => true },
  });
  server.on("request", provider.callback());
  console.log(port);
});

process.stdin.resume();
process.stdin.on("end", () => process.exit());
