/** The name of the address field. A page may contain several of these forms, so it depends on the recipient. */
export const addressField = (recipientId: string): string => `address-${recipientId}`
