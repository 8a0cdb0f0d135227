"use strict";

// On the page of an address that leads nowhere: what it may have meant. Its words stand in data-… of the place.

(async () => {
  const place = document.getElementById("meant");
  const root = place.dataset.root;
  const found = await gksiteSearch.meantBy(location.pathname);
  if (!found.length) return;
  const list = document.createElement("ul");
  for (const { path, title, authority } of found) {
    const link = document.createElement("a");
    link.href = root + path;
    link.textContent = title;
    const item = document.createElement("li");
    item.append(link, ...(path.startsWith("units/") && authority ? [` ${authority.name}`] : []));
    item.lang = "zh-CN";
    list.append(item);
  }
  const heading = document.createElement("h2");
  heading.textContent = place.dataset.heading;
  place.append(heading, list);
})().catch(() => {}); // without the index the page says what it says anyhow
