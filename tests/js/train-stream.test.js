import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { readLines, streamTraining } from "../../static/js/api/train.js";

const ROWS = [{ event: "progress", iteration: 0, loss: 0.7 }, { event: "snapshot", name: "權重 😀" }, { event: "done", iteration: 0 }];
const BYTES = new TextEncoder().encode(ROWS.map((row) => `${JSON.stringify(row)}\n`).join(""));

/** The bytes in chunks of a size. */
async function* cut(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function gather(rows) {
  const all = [];
  for await (const some of rows) all.push(...some);
  return all;
}

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
  delete globalThis.document;
});

/** Let the server answer with these bytes. */
function serve(bytes, { status = 200, size = 7 } = {}) {
  globalThis.document = { documentElement: { lang: "en" } };
  const asked = [];
  globalThis.fetch = async (address, options) => {
    asked.push({ address, ...options, body: JSON.parse(options.body) });
    return new Response(ReadableStream.from(cut(bytes, size)), { status });
  };
  return asked;
}

test("chunks may be cut anywhere, in the middle of a letter too", async () => {
  for (const size of [1, 2, 3, 7, 64, 10_000]) assert.deepEqual(await gather(readLines(cut(BYTES, size))), ROWS, String(size));
});

test("the last line needs no end, and empty lines are none", async () => {
  assert.deepEqual(await gather(readLines(cut(BYTES.slice(0, -1), 5))), ROWS);
  assert.deepEqual(await gather(readLines(cut(new TextEncoder().encode("\n\n{\"a\": 1}\n\n"), 3))), [{ a: 1 }]);
  assert.deepEqual(await gather(readLines(cut(new Uint8Array(), 3))), []);
});

test("rows come as soon as their chunk is there", async () => {
  const sizes = [];
  for await (const rows of readLines(cut(BYTES, 10_000))) sizes.push(rows.length);
  assert.deepEqual(sizes, [3]);
});

test("a training is asked for in the visitor's language, and told row by row", async () => {
  const asked = serve(BYTES);
  const rows = await gather(streamTraining({ iterations: 3 }, new AbortController().signal));
  assert.deepEqual(rows, ROWS);
  assert.equal(asked[0].address, "/api/v1/train");
  assert.deepEqual(asked[0].body, { iterations: 3, locale: "en" });
});

test("an error in the middle is the server's own problem", async () => {
  serve(new TextEncoder().encode('{"event":"progress","iteration":0}\n{"event":"error","title":"x","status":500,"detail":"It broke."}\n'));
  await assert.rejects(gather(streamTraining({}, new AbortController().signal)), { message: "It broke." });
});

test("a stream that ends without its last row has broken off", async () => {
  serve(BYTES.slice(0, 60));
  await assert.rejects(gather(streamTraining({}, new AbortController().signal)), { message: /server went away/ });
});

test("a refusal is a problem with its detail", async () => {
  serve(new TextEncoder().encode('{"title":"x","status":422,"detail":"a network has an input for each column of x."}'), { status: 422 });
  await assert.rejects(gather(streamTraining({}, new AbortController().signal)), { message: /an input for each column/ });
});
