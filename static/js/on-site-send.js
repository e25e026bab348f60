// Sends what waits on the device, one entry after the other; sent again, an entry is still one row.
window.OnSite = window.OnSite || {};
(function (site) {
  "use strict";

  // What an attempt ended with, beside "done": why the rest waits.
  const OFFLINE = "offline";
  const SIGNED_OUT = "signed-out";
  const OTHER_USER = "other-user";
  // What a server before ours says of a request that it does not pass on: sent again it is no smaller.
  const TOO_MUCH = [400, 413];
  let running = null;

  async function json(answer) {
    const type = answer.headers.get("Content-Type") || "";
    return type.startsWith("application/json") ? answer.json() : null;
  }

  // The token is asked for each time: that of a page from yesterday's cache is worth nothing.
  async function session(root) {
    const answer = await fetch(root.dataset.token, { cache: "no-store" });
    const known = answer.ok ? await json(answer) : null;
    if (!known) return { why: answer.status >= 500 ? OFFLINE : SIGNED_OUT };
    if (!known.user) return { why: SIGNED_OUT };
    return known.user === root.dataset.user ? { csrf: known.csrf } : { why: OTHER_USER };
  }

  // How long ago it was found, by the device's own clock, whatever that clock says.
  function body(entry) {
    const form = new FormData();
    form.set("client_key", entry.key);
    form.set("inspection", entry.inspection);
    form.set("seconds_ago", String(Math.max(0, Math.round((Date.now() - entry.madeAt) / 1000))));
    for (const [name, value] of Object.entries(entry.words)) form.set(name, value);
    for (const photo of entry.photos) form.append("photos", photo.file, photo.name);
    return form;
  }

  async function send(root, entry, csrf) {
    const address = entry.kind === "check" ? root.dataset.check : root.dataset.sync;
    const answer = await fetch(address, { method: "POST", body: body(entry), headers: { "X-CSRFToken": csrf } });
    const said = await json(answer);
    if (answer.status === 401 || (answer.ok && !said)) return SIGNED_OUT;
    if (!said && TOO_MUCH.includes(answer.status)) {
      await site.keep({ ...entry, state: "refused", reasons: [root.dataset.tooMuch] });
      return "";
    }
    if (!said || answer.status >= 500) return OFFLINE;
    if (answer.ok) await delivered(entry, said);
    else await site.keep({ ...entry, state: "refused", reasons: said.errors });
    return "";
  }

  // Its photos are on the server now; the device keeps the words alone.
  function delivered(entry, said) {
    return site.keep({
      ...entry, state: "sent", reasons: [], url: said.url, photos: [], photoCount: entry.photos.length,
    });
  }

  async function sendAll(root, changed) {
    const waiting = (await site.all()).filter((entry) => entry.state === "waiting" || entry.state === "sending");
    if (!waiting.length) return "";
    const { why, csrf } = await session(root);
    if (why) return why;
    for (const { key } of waiting) {
      const entry = await site.find(key); // changed or deleted meanwhile by the person
      if (!entry || (entry.state !== "waiting" && entry.state !== "sending")) continue;
      await site.keep({ ...entry, state: "sending" });
      await changed();
      let stopped = OFFLINE;
      try {
        stopped = await send(root, entry, csrf);
      } finally {
        if (stopped) await site.keep({ ...entry, state: "waiting", tried: true });
        await changed();
      }
      if (stopped) return stopped;
    }
    return "";
  }

  async function attempt(root, changed) {
    try {
      return await sendAll(root, changed);
    } catch (error) {
      if (error instanceof TypeError) return OFFLINE; // what fetch throws without a network
      throw error;
    }
  }

  // One at a time, over all tabs where the browser can say so. Answers why it stopped, or "".
  site.send = (root, changed) => {
    if (running) return running;
    const turn = () => attempt(root, changed);
    const started = navigator.locks ? navigator.locks.request(`on-site-${root.dataset.user}`, turn) : turn();
    running = started.finally(() => {
      running = null;
    });
    return running;
  };
})(window.OnSite);
