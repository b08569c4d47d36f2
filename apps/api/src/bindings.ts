import type { Audience } from '@entente/domain/core/audience'
import type { HttpBindings } from '@hono/node-server'

/** What the internal listener keeps of a request while it answers it. */
export type Bindings = {
  Bindings: Partial<HttpBindings>
  Variables: {
    site: Audience
    /** A refusal's code or a fault's, for the metrics. */
    code?: string | undefined
    isSecured?: boolean
  }
}
