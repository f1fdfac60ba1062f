// The same question to Hono's bearer-auth, with its token looked up in KV each time.

import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";

import { FORM, digestOf, identityOf, isValid, read } from "./standing.js";

const app = new Hono();

const verifyToken = async (token, context) => {
  if (!FORM.test(token)) return false;
  const standing = await read(context.env, await digestOf(token));
  context.set("standing", standing);
  return isValid(standing, context.req.method);
};

app.use(bearerAuth({ verifyToken, realm: "gatepass" }));
app.all("*", (context) => context.body(null, 200, identityOf(context.get("standing"))));

export default app;
