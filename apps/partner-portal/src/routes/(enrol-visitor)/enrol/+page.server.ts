import type { PageServerLoad } from './$types'

// Open without a sign-in: what to have ready, and which kind of partner to become.
export const load: PageServerLoad = async ({ locals, url }) => {
  const { kinds, reviewTime } = await locals.api.enrolment.welcome.query()
  const wanted = kinds.find(({ kind }) => kind === url.searchParams.get('kind'))
  const usual = kinds.find(({ kind }) => kind === 'indirect_reseller') ?? kinds[0]
  const all = [...new Set(kinds.flatMap(({ checklist }) => checklist))]
  const checklist = all.map((key) => {
    const some = kinds.filter((one) => one.checklist.includes(key)).map(({ kind }) => kind)
    return { key, kinds: some.length < kinds.length ? some : [] }
  })
  return { kinds: kinds.map(({ kind }) => kind), reviewTime, checklist, kind: (wanted ?? usual)?.kind }
}
