// The page's two roads: posts that say whether they may be tried again, and one stream for everything.

const TIMEOUT = 20_000;
const AGAIN_AFTER = 2000;

export async function post(path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch {
    return { again: true };
  }
  if (answer.ok) return { ok: true };
  const { error } = await answer.json().catch(() => ({}));
  return { again: answer.status >= 500, error };
}

// `takers` has one function an event name; `tell` hears whether the stream is open.
export function listen(takers, tell) {
  const stream = new EventSource("/tryout/events");
  for (const [name, take] of Object.entries(takers)) {
    stream.addEventListener(name, (event) => take(JSON.parse(event.data)));
  }
  stream.addEventListener("open", () => tell(true));
  stream.addEventListener("error", () => {
    tell(false);
    // The browser reconnects by itself, except after an answer that was no stream.
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => listen(takers, tell), AGAIN_AFTER);
  });
}
