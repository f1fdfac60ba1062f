// An OpenID provider, and a team of Cloudflare Access, that says whatever a test tells it to:
// `POST /script`; `POST /sign` seals a token. It says its port on a
// line, and ends with its input.

import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";

const rsa = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
const pairs = { a: rsa(), b: rsa(), e: ec(), d: generateKeyPairSync("ed25519") };
const jwk = (kid) => ({ ...pairs[kid].publicKey.export({ format: "jwk" }), kid });

const base64url = (text) => Buffer.from(text).toString("base64url");

const sealed = ({ header, payload, key }) => {
  const signed = `${base64url(JSON.stringify(header))}.${base64url(payload)}`;
  const pem = () => pairs.a.publicKey.export({ format: "pem", type: "spki" });
  const options = (padding) => ({ key: pairs[key].privateKey, ...padding });
  const signature = {
    RS256: () => sign("sha256", signed, options()),
    PS256: () => sign("sha256", signed, options({ padding: 6, saltLength: 32 })),
    ES256: () => sign("sha256", signed, options({ dsaEncoding: "ieee-p1363" })),
    EdDSA: () => sign(null, signed, options()),
    HS256: () => createHmac("sha256", pem()).update(signed).digest(),
    none: () => "",
  }[header.alg]();
  return `${signed}.${Buffer.from(signature).toString("base64url")}`;
};

let script = {};
const seen = [];

const read = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
};

const server = createServer(async (request, response) => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const body = await read(request);
  const answer = (status, json, headers = {}) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof json === "string" ? json : JSON.stringify(json));
  };
  const path = new URL(request.url, issuer).pathname;
  if (path === "/script") {
    script = JSON.parse(body);
    return answer(200, {});
  }
  if (path === "/sign") return answer(200, { token: sealed(JSON.parse(body)) });
  if (path === "/seen") return answer(200, seen);
  seen.push({ path, body, authorization: request.headers.authorization });
  const trouble = script.trouble?.[path];
  if (trouble === "down") return answer(500, {});
  if (trouble === "redirect") return answer(302, {}, { location: `${issuer}/elsewhere${path}` });
  if (trouble === "huge") return answer(200, JSON.stringify({ keys: [], x: "x".repeat(1 << 20) }));
  if (trouble !== undefined) return answer(200, trouble);
  if (path.endsWith("/.well-known/openid-configuration")) {
    return answer(200, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ["code"],
      code_challenge_methods_supported: ["S256"],
      authorization_response_iss_parameter_supported: true,
      ...script.discovery,
    });
  }
  if (path.endsWith("/jwks") || path === "/cdn-cgi/access/certs")
    return answer(200, { keys: (script.published ?? ["a"]).map(jwk) });
  if (path.endsWith("/token")) return answer(200, { id_token: sealed(script.token) });
  return answer(404, {});
});

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume();
process.stdin.on("end", () => process.exit());
