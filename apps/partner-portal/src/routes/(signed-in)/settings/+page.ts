// Plain links: they work the same without a script.
export const csr = false
