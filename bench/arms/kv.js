// A KV in memory, which all arms read.

const values = new Map();

const bulk = async (request) => {
  const { keys } = await request.json();
  return Response.json(Object.fromEntries(keys.map((key) => [key, values.get(key) ?? null])));
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const key = decodeURIComponent(pathname.slice(1));
    switch (request.method) {
      case "POST":
        return bulk(request);
      case "PUT":
        values.set(key, await request.text());
        return new Response();
      case "DELETE":
        values.delete(key);
        return new Response();
      default: {
        const value = values.get(key);
        return new Response(value, { status: value === undefined ? 404 : 200 });
      }
    }
  },
};
