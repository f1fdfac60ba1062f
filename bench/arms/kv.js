// A KV in memory, which all arms read. It counts how often it is read, and how many keys; no key is
// called like what tells of that.

const values = new Map();
const counts = { operations: 0, keys: 0 };

const count = (keys) => {
  counts.operations++;
  counts.keys += keys;
};

const bulk = async (request) => {
  const { keys } = await request.json();
  count(keys.length);
  return Response.json(Object.fromEntries(keys.map((key) => [key, values.get(key) ?? null])));
};

const putAll = async (request) => {
  for (const [key, value] of Object.entries(await request.json())) values.set(key, value);
  return new Response();
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const key = decodeURIComponent(pathname.slice(1));
    switch (request.method) {
      case "POST":
        return bulk(request);
      case "PUT":
        if (!key) return putAll(request);
        values.set(key, await request.text());
        return new Response();
      case "DELETE":
        values.delete(key);
        return new Response();
      default: {
        if (key === "counts") return Response.json(counts);
        if (key === "collect") return new Response(gc());
        count(1);
        const value = values.get(key);
        return new Response(value, { status: value === undefined ? 404 : 200 });
      }
    }
  },
};
