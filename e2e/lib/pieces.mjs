// A bad line between browser and program: pages arrive a few words at a time.

import { createServer, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const SMALL = 120;
const SMALL_UNTIL = 6_000;
const LARGE = 8_000;
/** A little more than one frame, so that every piece is drawn on its own. */
const PAUSE_MS = 17;

/** Starts an HTTP proxy that hands pages on in pieces and everything else whole. */
export async function badLine() {
  const server = createServer((asked, answer) => {
    const { host, pathname, search } = new URL(asked.url);
    const [hostname, port] = host.split(":");
    const headers = { ...asked.headers, "accept-encoding": "identity" };
    const onward = request({ hostname, port, path: pathname + search, method: asked.method, headers });
    onward.on("response", (response) => handOn(response, answer).catch(() => answer.destroy()));
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function handOn(response, answer) {
  const parts = [];
  for await (const part of response) parts.push(part);
  const body = Buffer.concat(parts);
  answer.writeHead(response.statusCode, response.headers);
  answer.socket.setNoDelay(true);
  const page = response.headers["content-type"]?.startsWith("text/html");
  for (let from = 0; page && from < body.length; ) {
    const to = from + (from < SMALL_UNTIL ? SMALL : LARGE);
    answer.write(body.subarray(from, to));
    from = to;
    await pause(PAUSE_MS);
  }
  answer.end(page ? undefined : body);
}
