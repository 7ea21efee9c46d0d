/**
 * Reads server-sent events from a response's body. (EventSource cannot send an Authorization header.)
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} [onChunk] called for whatever arrives, comments too.
 * @returns {AsyncGenerator<{event: string, data: string}>}
 */
export async function* readEvents(body, onChunk) {
  let rest = '';
  let event = '';
  let data = [];

  for await (const chunk of chunks(body.pipeThrough(new TextDecoderStream()))) {
    onChunk?.();
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines.map((each) => each.replace(/\r$/, ''))) {
      if (line === '') {
        if (data.length > 0) yield { event: event || 'message', data: data.join('\n') };
        event = '';
        data = [];
      } else if (line.startsWith('event:')) event = value(line);
      else if (line.startsWith('data:')) data.push(value(line));
    }
  }
}

/** A stream's chunks; not every browser can iterate a stream itself. Leaving the loop cancels the stream. */
async function* chunks(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value: chunk } = await reader.read();
      if (done) return;
      yield chunk;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

const value = (line) => line.slice(line.indexOf(':') + 1).replace(/^ /, '');
