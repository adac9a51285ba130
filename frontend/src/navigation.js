// On a telephone the pages stand in a line that is pushed sideways: the page that is shown is in sight from the start.
export function startNavigation() {
  const here = document.querySelector(".top nav [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft + here.offsetWidth / 2 - here.parentElement.clientWidth / 2;
}
