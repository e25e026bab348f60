{% load static i18n %}// Pages on site that were opened before open again without a network. Served by views.site.worker.
"use strict";

const STATIC = "{% get_static_prefix %}";
const PATIENCE = 6000; // milliseconds; a line that is nearly dead is worse than none
const NOTHING = "{% translate '没有网络，这一页也没有在本机打开过。请连上网络后再试。' as nothing %}{{ nothing|escapejs }}";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith(STATIC)) event.respondWith(file(request));
});

function patiently(answer) {
  return new Promise((resolve, reject) => {
    answer.then(resolve, reject);
    setTimeout(() => reject(new TypeError("no answer")), PATIENCE);
  });
}

// What the server says counts; only when it says nothing, the page as it was.
async function page(request) {
  const kept = await caches.match(request, { ignoreSearch: true, ignoreVary: true });
  try {
    return await (kept ? patiently(fetch(request)) : fetch(request));
  } catch (error) {
    return kept || new Response(NOTHING, { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } });
  }
}

async function file(request) {
  const kept = await caches.match(request, { ignoreSearch: true, ignoreVary: true });
  try {
    return await (kept ? patiently(fetch(request)) : fetch(request));
  } catch (error) {
    return kept || Response.error();
  }
}
