import { z } from 'zod'

const listed = (text: string): string[] => text.split(',').flatMap((part) => part.trim() || [])

const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

/** Addresses and networks (`10.0.0.0/8`), separated by commas; empty: none. */
export const networks = z.string().transform(listed).pipe(z.array(address))

const webhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/)

/**
 * What a mail provider signs its webhooks with, `whsec_…`. Two, the newer one first, while one replaces the other:
 * what either signed is taken.
 */
export const webhookSecrets = z.string().transform(listed).pipe(z.array(webhookSecret).min(1).max(2))
