// The same validation written by hand, with a cache or without one.

import { FORM, digestOf, identityOf, isInTime, neededFor, read } from "./standing.js";

const CREDENTIALS = /^(?:token|bearer)(?: +(.*))?$/i;
const REALM = 'Bearer realm="gatepass"';

// As `core` has them: see its `edge::cache`.
const GRANT_LIFE = 10_000;
const REFUSAL_LIFE = 600_000;
const UNKNOWN_LIFE = 5_000;
const MOST_CACHED = 10_000;

const cache = new Map();

const refusal = (status, type, title, detail, challenge) => ({
  body: JSON.stringify({ type: `urn:gatepass:problem:${type}`, title, status, detail }),
  init: {
    status,
    headers: {
      "cache-control": "no-store",
      "content-type": "application/problem+json",
      "www-authenticate": challenge,
      "x-content-type-options": "nosniff",
    },
  },
});

// A challenge leads to what the portal says of itself.
const refusalsOf = (issuer) => {
  const metadata = `resource_metadata="${issuer}/.well-known/oauth-protected-resource"`;
  const plain = `${REALM}, ${metadata}`;
  const insufficient = (scope) =>
    refusal(
      403,
      "insufficient-scope",
      "Insufficient scope",
      `This needs the scope ${scope}.`,
      `${REALM}, error="insufficient_scope", scope="${scope}", ${metadata}`,
    );
  return {
    unauthenticated: refusal(
      401,
      "unauthenticated",
      "Authentication required",
      "Send a token: Authorization: Token <token>",
      plain,
    ),
    invalid: refusal(
      401,
      "invalid-token",
      "Invalid token",
      "The token is not valid.",
      `${REALM}, error="invalid_token", error_description="The token is not valid", ${metadata}`,
    ),
    denied: refusal(403, "permission-denied", "Permission denied", "Permission denied.", plain),
    read: insufficient("read"),
    write: insufficient("write"),
  };
};

let refusals;

const refused = ({ body, init }) => new Response(body, init);

const lifeOf = (standing) => {
  if (!standing) return UNKNOWN_LIFE;
  return standing.granted ? GRANT_LIFE : REFUSAL_LIFE;
};

const find = async (env, digest) => {
  if (!env.CACHE) return read(env, digest);
  const now = Date.now();
  const known = cache.get(digest);
  if (known && now < known.until) return known.standing;
  const standing = await read(env, digest);
  if (cache.size >= MOST_CACHED) cache.delete(cache.keys().next().value);
  cache.set(digest, { standing, until: now + lifeOf(standing) });
  return standing;
};

export default {
  async fetch(request, env) {
    refusals ??= refusalsOf(env.ISSUER);
    const credentials = CREDENTIALS.exec(request.headers.get("authorization")?.trim() ?? "");
    if (!credentials) return refused(refusals.unauthenticated);
    const token = credentials[1] ?? "";
    if (!FORM.test(token)) return refused(refusals.invalid);
    const standing = await find(env, await digestOf(token));
    if (standing?.withheld === "owner_deprovisioned") return refused(refusals.denied);
    if (!standing?.granted) return refused(refusals.invalid);

    if (!isInTime(standing.granted)) return refused(refusals.invalid);
    const needed = neededFor(request.method);
    if (!standing.granted.scopes.includes(needed)) return refused(refusals[needed]);
    return new Response(null, { headers: identityOf(standing) });
  },
};
