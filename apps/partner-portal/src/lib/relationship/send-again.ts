/** A page may hold several of these forms, and every field of a page has a name of its own. */
export const addressField = (recipientId: string): string => `address-${recipientId}`
