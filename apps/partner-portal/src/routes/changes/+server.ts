import { changesOf } from '@entente/site/changes'
import type { RequestHandler } from './$types'

/** Says to an open page that a list of its partner changed; the page then asks what. */
export const GET: RequestHandler = changesOf
