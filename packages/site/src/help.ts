import { cloudIds, cloudOf } from '@entente/clouds/clouds'
import type { Audience } from '@entente/domain/core/audience'
import type { Cloud } from '@entente/domain/core/cloud'
import { may, rolesFor } from '@entente/domain/core/permission'
import type { Translate } from '@entente/i18n/translate'
import { error } from '@sveltejs/kit'
import { type HelpTask, helpTasks, type TaskId } from './help-tasks.ts'
import { explains, type Term, terms } from './help-terms.ts'
import type { SiteLocals } from './locals.ts'

const isTask = (id: string): id is TaskId => Object.hasOwn(helpTasks, id)
const hasTask = (cloud: Cloud, audience: Audience, { audiences, isIn }: HelpTask) =>
  audiences.includes(audience) && (isIn?.(cloud) ?? true)

const isOpenTo = ({ audience, session }: SiteLocals, { permission }: HelpTask) =>
  !session || !permission || may(audience, session.roles, permission)

const glossaryHref = (term: Term) => `/help/glossary#${term}`

function rolesOf(t: Translate, { permission }: HelpTask): string {
  if (!permission) return t('help.roles.everyone')
  const names = rolesFor(permission).map((role) => t(`common.role.${role}`))
  return new Intl.ListFormat(t.locale, { type: 'disjunction' }).format(names)
}

/** The tasks that this cloud has, those of the person's own roles first. */
export function helpIndex(locals: SiteLocals) {
  const { t, cloud, audience, session } = locals
  const tasks = (Object.keys(helpTasks) as TaskId[])
    .map((id) => ({ id, task: helpTasks[id] }))
    .filter(({ task }) => hasTask(cloud, audience, task))
    .map(({ id, task }) => ({
      href: `/help/${id}`,
      title: t(`help.task.${id}.title`),
      sentence: t(`help.task.${id}.sentence`),
      roles: rolesOf(t, task),
      isOwn: isOpenTo(locals, task),
    }))
  const [own, other] = [tasks.filter(({ isOwn }) => isOwn), tasks.filter(({ isOwn }) => !isOwn)]
  return {
    title: t('help.title'),
    sentence: t('help.sentence'),
    groups: [
      { title: t(session ? 'help.tasks.yours' : 'help.tasks'), tasks: own },
      { title: t('help.tasks.other'), tasks: other },
    ].filter((group) => group.tasks.length > 0),
    glossary: {
      href: '/help/glossary',
      title: t('help.glossary'),
      sentence: t('help.glossary.sentence'),
      open: t('help.glossary.open'),
    },
    contact: { title: t('help.contact'), text: t('help.contact.text') },
  }
}

/** Links to those of these tasks that this cloud has. */
export const helpLinks = ({ t, cloud, audience }: SiteLocals, ids: readonly TaskId[]) =>
  ids
    .filter((id) => hasTask(cloud, audience, helpTasks[id]))
    .map((id) => ({ href: `/help/${id}`, label: t(`help.task.${id}.title`) }))

/** One page of the help: a task, or the glossary. What this cloud or site does not have is not found. */
export function helpPage(locals: SiteLocals, id: string | undefined) {
  const { t, cloud, audience } = locals
  const back = { href: '/help', label: t('help.back') }
  if (id === 'glossary') return { kind: 'glossary' as const, back, ...glossary(locals) }
  if (!id || !isTask(id) || !hasTask(cloud, audience, helpTasks[id])) error(404)
  const task = helpTasks[id]
  return {
    kind: 'task' as const,
    back,
    title: t(`help.task.${id}.title`),
    sentence: t(`help.task.${id}.sentence`),
    facts: [
      {
        term: t('help.clouds'),
        text: cloudsOf(task)
          .map(({ id: other, name }) => (other === cloud.id ? cloud.name : name))
          .join(', '),
      },
      { term: t('common.roles'), text: rolesOf(t, task) },
    ],
    steps: {
      title: t('help.steps'),
      isOrdered: id !== 'requests',
      list: t(`help.task.${id}.steps`).split('\n'),
    },
    notes: (task.notes?.(cloud) ?? []).map((note) =>
      note === 'users.field.roles.elsewhere'
        ? t(note, { portal: cloud.users.portal?.name ?? cloud.name })
        : t(note),
    ),
    pages: {
      title: t('help.pages'),
      list: (isOpenTo(locals, task) ? task.pages : []).map(([href, title]) => ({ href, label: t(title) })),
    },
    terms: {
      title: t('help.terms'),
      list: task.terms
        .filter((term) => explains(cloud, audience, term))
        .map((term) => ({ href: glossaryHref(term), label: t(`common.term.${term}`) })),
    },
  }
}

/** The clouds that have a task. */
export const cloudsOf = ({ isIn }: HelpTask): Cloud[] =>
  cloudIds.map(cloudOf).filter((cloud) => isIn?.(cloud) ?? true)

function glossary({ t, cloud, audience }: SiteLocals) {
  const list = (Object.keys(terms) as Term[])
    .filter((term) => explains(cloud, audience, term))
    .map((term) => ({ id: term, name: t(`common.term.${term}`), text: t(`help.term.${term}`) }))
  return {
    title: t('help.glossary'),
    sentence: t('help.glossary.sentence'),
    list: list.sort((a, b) => a.name.localeCompare(b.name, t.locale)),
  }
}
