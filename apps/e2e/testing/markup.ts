// Markup in every text that people can set, and what a page must do with it (S18): show it as text, under a strict policy.
import type { APIResponse, Response } from 'playwright-core'
import type { SitePage } from './site-page.ts'
import type { World } from './world.ts'

/** Where a payload is not escaped, it creates an element with `data-xss` or violates the policy. */
export const payloads = [
  '<img data-xss src=x onerror="document.documentElement.dataset.executed=1">',
  '"><svg data-xss onload="document.documentElement.dataset.executed=1">',
  '\'><b data-xss style="background:url(//evil.example)" onmouseover=alert(1)>',
  '</title><script data-xss>document.documentElement.dataset.executed=1</script>',
  '</script><script data-xss>document.documentElement.dataset.executed=1</script>',
  '--><iframe data-xss srcdoc="<script>parent.document.documentElement.dataset.executed=1</script>">',
  '{@html `<i data-xss>`}{{constructor.constructor(`document.documentElement.dataset.executed=1`)()}}',
  '<style data-xss>body{display:none}</style><base data-xss href="//evil.example/">',
]

/** Puts markup into every text of the pages’ visitors, of their organisations and of the related organisations. */
export async function spoil(world: World, pages: readonly SitePage[]): Promise<void> {
  const ids = pages.flatMap(({ as }) => as?.id ?? [])
  const own = await world.asOwner<{ id: string }>(
    `select distinct organisation_id as id from auth.membership where account_id = any($1) and organisation_id is not null`,
    [ids],
  )
  const near = await world.asOwner<{ id: string }>(
    `select unnest(array[partner_id, customer_id]) as id from relationship where partner_id = any($1) or customer_id = any($1)`,
    [own.map(({ id }) => id)],
  )
  const looked = pages.flatMap(({ path }) => /^\/applications\/([0-9a-f-]{36})/.exec(path)?.[1] ?? [])
  const organisations = [...new Set([...own, ...near].map(({ id }) => id).concat(looked))]
  // The row's id selects the payload, so that every payload is used and rows stay distinguishable.
  const markup = (id: string) =>
    `($2::text[])[1 + abs(hashtext(${id}::text)) % ${payloads.length}] || right(${id}::text, 4)`
  const updates = [
    `update organisation set legal_name = ${markup('id')} where id = any($1)`,
    `update auth.account set name = ${markup('id')} where id in (select account_id from auth.membership where organisation_id = any($1))`,
    `update relationship set customer_name = ${markup('id')} where partner_id = any($1)`,
    `update relationship_request set subject = ${markup('id')}, body = body || ${markup('id')}, author_name = ${markup('id')}
      where partner_id = any($1)`,
    `update partner_profile set legal_name = ${markup('organisation_id')}, address_line1 = ${markup('organisation_id')},
      city = ${markup('organisation_id')}, contact_name = ${markup('organisation_id')}, support_website = ${markup('organisation_id')}
      where organisation_id = any($1)`,
    `update enrolment set reason = ${markup('organisation_id')}, membership = jsonb_set(membership, '{name}', to_jsonb(${markup('organisation_id')}))
      where organisation_id = any($1)`,
    `update enrolment_check set note = ${markup('organisation_id')} where organisation_id = any($1)`,
    `update enrolment_document set file_name = ${markup('id')}, comment = ${markup('id')} where organisation_id = any($1)`,
    `update customer_alias set alias = ${markup('relationship_id')} where partner_id = any($1)`,
    `update access_record set account_name = ${markup('id')}, reason = ${markup('id')} where partner_id = any($1)`,
    `update end_request set reason = ${markup('id')} where partner_id = any($1)`,
    `update service_request set title = ${markup('id')} where partner_id = any($1)`,
    `update service_request_note set text = ${markup('id')} where partner_id = any($1)`,
    `update service_request_document set file_name = ${markup('id')} where partner_id = any($1)`,
    `update statement set customer_name = ${markup('id')} where partner_id = any($1)`,
    `update request_outcome set customer_name = ${markup('id')} where partner_id = any($1)`,
  ]
  for (const update of updates) await world.asOwner(update, [organisations, payloads])
}

/** What is too lax in the policy of a page, a line each. */
export function laxDirectives(response: Response | APIResponse | null): string[] {
  const policy = policyOf(response)
  const own = ['script-src', 'script-src-elem', 'style-src', 'style-src-elem']
  return [
    ...own.filter((directive) => /unsafe-|\*|data:|https?:(\s|$)/.test(policy(directive))),
    ...['object-src', 'frame-ancestors'].filter((directive) => policy(directive) !== "'none'"),
  ].map((directive) => `${directive} ${policy(directive)}`)
}

/** Looks up a directive of the policy; the -elem directives fall back to the general one. */
function policyOf(response: Response | APIResponse | null): (name: string) => string {
  const header = response?.headers()['content-security-policy'] ?? ''
  const directives = new Map(
    header.split(';').map((part) => {
      const [name = '', ...sources] = part.trim().split(/\s+/)
      return [name, sources.join(' ')]
    }),
  )
  return (name) =>
    directives.get(name) ?? directives.get(name.replace(/-elem$/, '')) ?? directives.get('default-src') ?? '*'
}
