// Plain forms: they work the same without a script, and what is chosen before one arrives cannot be lost.
export const csr = false
