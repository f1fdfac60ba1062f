// Forged tokens by the hundred thousand, straight to the Worker's entry: each has the right form, the
// right check, and a seal that was made up.

import { taken } from "./memory.js";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

// How many of the tokens are told, for the test to look at.
const SHOWN = 1_000;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

const check = (text) => {
  let crc = ~0;
  for (let place = 0; place < text.length; place++) {
    crc = (crc >>> 8) ^ TABLE[(crc ^ text.charCodeAt(place)) & 255];
  }
  let number = ~crc >>> 0;
  let digits = "";
  for (let place = 0; place < 6; place++) {
    digits = ALPHABET[number % 62] + digits;
    number = Math.floor(number / 62);
  }
  return digits;
};

// Marsaglia's xorshift32: what is made up need not be secret.
let state = 2463534242;
const letters = (count) => {
  let text = "";
  while (text.length < count) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    text += ALPHABET[(state >>> 0) % 62];
  }
  return text;
};

const forged = (tenant) => {
  const text = `gpu_${tenant ?? letters(6)}${letters(10)}${letters(32)}${letters(11)}`;
  return text + check(text);
};

// A request of each way in with a token.
const ways = {
  verify: (token, { origin }) =>
    new Request(`${origin}/verify`, { headers: { authorization: `Token ${token}` } }),
  gateway: (token, { origin }) =>
    new Request(`${origin}/api/flood`, { headers: { authorization: `Bearer ${token}` } }),
  client: (token, { origin }) =>
    new Request(`${origin}/oauth2/introspect`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: `token=${token}`,
    }),
  shown: (token, { origin, client }) =>
    new Request(`${origin}/oauth2/introspect`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${client}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: `token=${token}`,
    }),
};

/** Sends as many, of this tenant and of any, and tells how they were answered. */
export const flood = async (answer, asked) => {
  const { way, count, tenant } = asked;
  const answers = {};
  const tokens = [];
  for (let number = 0; number < count; number++) {
    const token = forged(number % 2 ? tenant : undefined);
    if (number < SHOWN) tokens.push(token);
    const response = await answer(ways[way](token, asked));
    const headers = [...response.headers].filter(([name]) => name !== "x-way");
    const told = `${response.status} ${JSON.stringify(headers)} ${await response.text()}`;
    answers[told] = (answers[told] ?? 0) + 1;
  }
  return { answers, tokens, taken: taken() };
};
