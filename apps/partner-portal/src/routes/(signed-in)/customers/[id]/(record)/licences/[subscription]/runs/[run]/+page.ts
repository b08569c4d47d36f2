// Moves the bar; without scripts, a link loads the page again.
export const csr = true
