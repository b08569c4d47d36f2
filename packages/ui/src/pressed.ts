/**
 * A Svelte action for a link that acts as a button: calls `act` when the link is pressed, instead of following it. A component that calls
 * a function costs the server twice as much, in each row of a list.
 */
export function pressed(link: HTMLAnchorElement, act: () => void) {
  let current = act
  const press = (event: Event) => {
    event.preventDefault()
    current()
  }
  const onclick = (event: MouseEvent) => {
    // Opening in a new tab or window works as with any link.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    press(event)
  }
  const onkeydown = (event: KeyboardEvent) => {
    if (event.key === ' ') press(event)
  }
  link.addEventListener('click', onclick)
  link.addEventListener('keydown', onkeydown)
  return {
    update: (next: () => void) => {
      current = next
    },
  }
}
