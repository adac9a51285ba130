// What is folded on a telephone and open at a desk: `<details open data-folds="narrow">`. Only as the page comes: what
// somebody has opened stays open, and what takes its place too.
export function startFolds() {
  if (!matchMedia("(max-width: 640px)").matches) return;
  const aim = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  for (const part of document.querySelectorAll("[data-folds=narrow]")) part.open = aim !== null && aim.contains(part);
}
