// What a person wrote down on site, kept on the device until the server has it. One database per user.
window.OnSite = window.OnSite || {};
(function (site) {
  "use strict";

  const TABLE = "entries";
  const PREFIX = "on-site-";
  const PAGES = `${PREFIX}pages-`;
  let opened;

  site.open = (user) => {
    opened = new Promise((resolve, reject) => {
      const asked = indexedDB.open(PREFIX + user, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE, { keyPath: "key" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  };

  // Answers once it is written down for good, not when it was asked for.
  async function within(mode, act) {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(TABLE, mode, { durability: "strict" });
      const asked = act(transaction.objectStore(TABLE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  site.keep = (entry) => within("readwrite", (table) => table.put(entry));
  site.forget = (key) => within("readwrite", (table) => table.delete(key));
  site.find = (key) => within("readonly", (table) => table.get(key));
  site.all = async () => {
    const entries = await within("readonly", (table) => table.getAll());
    return entries.sort((one, other) => one.madeAt - other.madeAt);
  };

  // A key that is made here: sent twice, it is one row.
  site.newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };

  // --- the page itself, so that it opens again without a network ------------------------------------
  function filesOfPage() {
    const found = [
      ...[...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((link) => link.href),
      ...[...document.querySelectorAll("script[src]")].map((script) => script.src),
      ...[...document.querySelectorAll("svg use")].map((use) => use.getAttribute("href").split("#")[0]),
    ];
    return [...new Set(found)];
  }

  // False where it cannot be kept: an old browser, a plain http address, or no network now.
  site.keepPage = async (user) => {
    if (!window.caches || !navigator.serviceWorker) return false;
    const answer = await fetch(location.pathname, { cache: "no-store" });
    if (!answer.ok || answer.redirected || answer.headers.get("X-On-Site-User") !== user) return false;
    const files = await caches.open(`${PREFIX}files`);
    await files.addAll(filesOfPage());
    const pages = await caches.open(PAGES + user);
    await pages.put(location.pathname, answer);
    return true;
  };
})(window.OnSite);
