import { globSync } from 'node:fs'
import path from 'node:path'
import { cloudIds, cloudOf } from '@entente/clouds/clouds'
import { type Audience, audiences } from '@entente/domain/core/audience'
import type { CloudId } from '@entente/domain/core/cloud'
import { type Locale, locales } from '@entente/domain/core/locale'
import { permissions, rolesFor } from '@entente/domain/core/permission'
import type { Role } from '@entente/domain/core/role'
import { ownCatalogue, translatorFor } from '@entente/i18n/server'
import { describe, expect, test } from 'vitest'
import { cloudsOf, helpIndex, helpLinks, helpPage } from './help.ts'
import { helpTasks, requestTasks, type TaskId } from './help-tasks.ts'
import type { SiteLocals } from './locals.ts'

const ids = Object.keys(helpTasks) as TaskId[]
const sites = { partner: 'partner-portal', customer: 'acceptance-site', operator: 'operator-console' }

const visit = (audience: Audience, cloud: CloudId = 'global', roles?: Role[], locale: Locale = locales[0]) =>
  ({
    audience,
    cloud: cloudOf(cloud),
    t: translatorFor(locale),
    session: roles ? { roles } : null,
  }) as SiteLocals

function routesOf(audience: Audience): RegExp[] {
  const cwd = path.join(import.meta.dirname, '../../../apps', sites[audience], 'src/routes')
  return globSync('**/+page.svelte', { cwd }).map((file) => {
    const route = `/${path.dirname(file)}`.replace(/\/\([^)]+\)/g, '').replace(/\[[^\]]+\]/g, '[^/]+')
    return new RegExp(`^${route}$`)
  })
}

describe.each(locales)('the help in %s', (locale) => {
  const labels = new Set(Object.values(ownCatalogue(locale)))

  test('has every task of every cloud and site, and its links lead to pages that exist', () => {
    for (const audience of audiences) {
      const routes = routesOf(audience)
      for (const cloud of cloudIds) {
        const index = helpIndex(visit(audience, cloud, undefined, locale))
        for (const { href } of index.groups.flatMap(({ tasks }) => tasks)) {
          const page = helpPage(visit(audience, cloud, undefined, locale), href.replace('/help/', ''))
          if (page.kind !== 'task') throw new Error(`${href} is no task`)
          expect(page.steps.list.length, href).toBeGreaterThan(2)
          for (const link of [...page.pages.list, ...page.terms.list, page.back]) {
            const leads = routes.some((route) => route.test(link.href.replace(/#.*/, '')))
            expect([link.href, leads]).toEqual([link.href, true])
          }
        }
      }
    }
  })

  test('calls every button and page what the page itself calls it', () => {
    const quoted = locale === 'de' ? /„([^“]+)“/g : /“([^”]+)”/g
    const t = translatorFor(locale)
    for (const id of ids)
      for (const [, label = ''] of t(`help.task.${id}.steps`).matchAll(quoted))
        expect([id, label, labels.has(label)]).toEqual([id, label, true])
  })

  test('explains in the glossary every word that a task links to', () => {
    for (const audience of audiences)
      for (const cloud of cloudIds) {
        const page = helpPage(visit(audience, cloud, undefined, locale), 'glossary')
        if (page.kind !== 'glossary') throw new Error('no glossary')
        const known = page.list.map(({ id }) => `/help/glossary#${id}`)
        for (const id of ids) {
          if (
            !helpTasks[id].audiences.includes(audience) ||
            !cloudsOf(helpTasks[id]).includes(cloudOf(cloud))
          )
            continue
          const task = helpPage(visit(audience, cloud, undefined, locale), id)
          if (task.kind === 'task')
            for (const { href } of task.terms.list) expect(known, `${id} in ${cloud}`).toContain(href)
        }
      }
  })
})

test('R-007 R-009 each task names the clouds that have it and the roles that may do it', () => {
  const customers = helpPage(visit('partner'), 'customers')
  if (customers.kind !== 'task') throw new Error('no task')
  const [clouds, roles] = customers.facts
  expect(clouds?.text).toContain('Entente Global, Entente US Government')
  expect(roles?.text).toBe('global admin, admin agent, sales agent, or helpdesk agent')
  for (const id of ids) {
    const { permission, audiences: of } = helpTasks[id]
    if (permission) expect([id, [permissions[permission].audience]]).toEqual([id, of])
    if (permission) expect(rolesFor(permission).length).toBeGreaterThan(0)
    expect(cloudsOf(helpTasks[id]).length, id).toBeGreaterThan(0)
  }
})

test('R-009 a cloud shows only the tasks that it has, and another one’s task is not found', () => {
  const hrefs = (cloud: CloudId) =>
    helpIndex(visit('partner', cloud)).groups.flatMap(({ tasks }) => tasks.map(({ href }) => href))
  expect(hrefs('global')).toEqual(expect.arrayContaining(['/help/password', '/help/roles']))
  expect(hrefs('us-government')).not.toContain('/help/password')
  expect(hrefs('us-government')).not.toContain('/help/roles')
  expect(() => helpPage(visit('partner', 'us-government'), 'password')).toThrow()
  expect(() => helpPage(visit('customer'), 'invite')).toThrow()
})

test('R-009 the tasks of the person’s own roles come first; the others name the roles that they need', () => {
  const [own, other] = helpIndex(visit('partner', 'global', ['helpdesk_agent'])).groups
  expect(own?.tasks.map(({ href }) => href)).toEqual(['/help/customers', '/help/subscriptions', '/help/own'])
  const invite = other?.tasks.find(({ href }) => href === '/help/invite')
  expect(invite).toMatchObject({ isOwn: false, roles: 'global admin, admin agent, or sales agent' })
})

test('R-037 R-038 R-066 the request page leads to help on other partners, subscriptions, multi-partner and multichannel', () => {
  for (const cloud of cloudIds)
    for (const locale of locales) {
      const links = helpLinks(visit('partner', cloud, undefined, locale), requestTasks)
      expect(links.map(({ href }) => href.replace('/help/', ''))).toEqual([...requestTasks])
      for (const { href, label } of links) {
        const page = helpPage(visit('partner', cloud, undefined, locale), href.replace('/help/', ''))
        expect(page.title).toBe(label)
      }
    }
})

test('R-047 help speaks of Send for me only where the platform sends', () => {
  const notes = (cloud: CloudId) => {
    const page = helpPage(visit('partner', cloud), 'invite')
    return page.kind === 'task' ? [...page.notes, ...page.steps.list].join(' ') : ''
  }
  const button = translatorFor('en')('portal.request.send')
  expect(notes('global')).toContain(button)
  expect(notes('china-21vianet')).not.toContain(button)
})

test('R-009 a task of other roles is explained, without links to pages that its reader may not open', () => {
  const linksFor = (role: Role) => {
    const page = helpPage(visit('partner', 'global', [role]), 'invite')
    return page.kind === 'task' ? page.pages.list.length : undefined
  }
  expect(linksFor('sales_agent')).toBeGreaterThan(0)
  expect(linksFor('helpdesk_agent')).toBe(0)
})

test('where no company enrols as an indirect provider, the glossary does not speak of one', () => {
  const page = helpPage(visit('partner', 'us-government'), 'glossary')
  expect(JSON.stringify(page)).not.toContain('indirect_provider')
})
