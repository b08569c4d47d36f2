// Plain forms work without scripts, and hydration cannot reset what was chosen before it.
export const csr = false
