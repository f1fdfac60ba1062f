// The same validation written by hand, with a cache or without one.

const CREDENTIALS = /^(?:token|bearer)(?: +(.*))?$/i;
const FORM = /^gp[usc]_[0-9A-Za-z]{65}$/;
const REALM = 'Bearer realm="gatepass"';

// As `core` has them: see its `edge::cache`.
const GRANT_LIFE = 10_000;
const REFUSAL_LIFE = 600_000;
const UNKNOWN_LIFE = 5_000;
const MOST_CACHED = 10_000;

const encoder = new TextEncoder();
const cache = new Map();
let roles;

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

const UNAUTHENTICATED = refusal(
  401,
  "unauthenticated",
  "Authentication required",
  "Send a token: Authorization: Token <token>",
  REALM,
);
const INVALID = refusal(
  401,
  "invalid-token",
  "Invalid token",
  "The token is not valid.",
  `${REALM}, error="invalid_token", error_description="The token is not valid"`,
);
const DENIED = refusal(403, "permission-denied", "Permission denied", "Permission denied.", REALM);
const insufficient = (scope) =>
  refusal(
    403,
    "insufficient-scope",
    "Insufficient scope",
    `This needs the scope ${scope}.`,
    `${REALM}, error="insufficient_scope", scope="${scope}"`,
  );
const INSUFFICIENT = { read: insufficient("read"), write: insufficient("write") };

const refused = ({ body, init }) => new Response(body, init);

const digestOf = async (token) => {
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(token));
  return new Uint8Array(digest).toHex();
};

const lifeOf = (standing) => {
  if (!standing) return UNKNOWN_LIFE;
  return standing.granted ? GRANT_LIFE : REFUSAL_LIFE;
};

const read = async (env, digest) => {
  const [standingKey, tombstoneKey] = [`t:${digest}`, `r:${digest}`];
  const values = await env.GRANTS.get([standingKey, tombstoneKey]);
  const value = values.get(tombstoneKey) ?? values.get(standingKey);
  if (!value) return undefined;
  const standing = JSON.parse(value);
  const { granted } = standing;
  if (granted) {
    const allowed = roles[granted.role] ?? [];
    granted.scopes = granted.scope.split(" ").filter((scope) => allowed.includes(scope));
  }
  return standing;
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
    roles ??= JSON.parse(env.ROLES);
    const credentials = CREDENTIALS.exec(request.headers.get("authorization")?.trim() ?? "");
    if (!credentials) return refused(UNAUTHENTICATED);
    const token = credentials[1] ?? "";
    if (!FORM.test(token)) return refused(INVALID);
    const standing = await find(env, await digestOf(token));
    if (standing?.withheld === "owner_deprovisioned") return refused(DENIED);
    if (!standing?.granted) return refused(INVALID);

    const { jti, kind, sub, scopes, exp, nbf } = standing.granted;
    const now = Math.floor(Date.now() / 1000);
    if ((exp !== undefined && now >= exp) || (nbf !== undefined && now < nbf)) {
      return refused(INVALID);
    }
    const needed = ["GET", "HEAD", "OPTIONS"].includes(request.method) ? "read" : "write";
    if (!scopes.includes(needed)) return refused(INSUFFICIENT[needed]);
    return new Response(null, {
      headers: {
        "cache-control": "no-store",
        "gatepass-kind": kind,
        "gatepass-scope": scopes.join(" "),
        "gatepass-subject": sub,
        "gatepass-tenant": jti.slice(0, 6),
        "gatepass-token-id": jti,
      },
    });
  },
};
