import { z } from 'zod'

/** The languages of pages, mails and drafts. */
export const locales = ['en', 'de', 'zh-CN'] as const
export type Locale = (typeof locales)[number]

export const locale = z.enum(locales)
