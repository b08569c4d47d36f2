// Plain links work without scripts.
export const csr = false
