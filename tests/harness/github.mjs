// Publishes keys and signs with them, as GitHub's secret scanning does: `POST /sign`. It says its port
// on a line, and ends with its input. What it publishes, and whether it answers, is told to it.

import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";

const pairs = Object.fromEntries(
  ["a", "b", "c"].map((name) => [name, generateKeyPairSync("ec", { namedCurve: "P-256" })]),
);
const pem = (name) => pairs[name].publicKey.export({ format: "pem", type: "spki" });
// A key that GitHub's documentation shows, with a report that it signed.
const shown =
  "-----BEGIN PUBLIC KEY-----\n" +
  "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9MJJHnMfn2+H4xL4YaPDA4RpJqUq\n" +
  "kCmRCBnYERxZanmcpzQSXs1X/AljlKkbJ8qpVIW4clayyef9gWhFbNHWAA==\n" +
  "-----END PUBLIC KEY-----\n";

// How many bytes r and s have in DER: 33 with a zero before them, fewer than 32 in one of 256.
const lengths = (der) => [der[3], der[5 + der[3]]];
const fits = (length, wanted) => wanted === 0 || (wanted < 32 ? length < 32 : length === wanted);

const signed = ({ key, body, r = 0, s = 0 }) => {
  for (;;) {
    const der = sign("sha256", Buffer.from(body), pairs[key].privateKey);
    const [rLength, sLength] = lengths(der);
    if (fits(rLength, r) && fits(sLength, s)) return der.toString("base64");
  }
};

let script = {};
const seen = [];

const read = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
};

const server = createServer(async (request, response) => {
  const body = await read(request);
  const answer = (status, json, headers = {}) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof json === "string" ? json : JSON.stringify(json));
  };
  if (request.url === "/script") {
    script = JSON.parse(body);
    return answer(200, {});
  }
  if (request.url === "/seen") return answer(200, seen);
  if (request.url === "/sign") return answer(200, { signature: signed(JSON.parse(body)) });
  if (request.url !== "/keys") return answer(404, {});
  seen.push({ path: request.url, agent: request.headers["user-agent"] });
  if (!request.headers["user-agent"] || script.trouble === "down") return answer(403, {});
  if (script.trouble !== undefined) return answer(200, script.trouble);
  const keys = (script.published ?? ["a", "b"]).map((name) => ({
    key_identifier: name,
    key: pem(name),
    is_current: name === "a",
  }));
  return answer(200, {
    public_keys: [...keys, { key_identifier: "shown", key: shown, is_current: false }],
  });
});

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume();
process.stdin.on("end", () => process.exit());
