// **Copy** needs a script.
export const csr = true
