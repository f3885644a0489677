// Keys of the operator's labelling page: each presses the button that names it. Without this script the buttons work as they are.

document.addEventListener('keydown', (event) => {
  const { key, target } = event
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
  if (target instanceof Element && target.closest('input, select, textarea') !== null) return
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[aria-keyshortcuts]')) {
    if (button.getAttribute('aria-keyshortcuts')?.split(' ').includes(key.toLowerCase()) !== true) continue
    event.preventDefault()
    button.click()
    return
  }
})
