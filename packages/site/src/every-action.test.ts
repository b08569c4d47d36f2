// Every action of the sites calls the API through `formAction`, so that no page breaks when its procedure begins to
// require **Confirm it's you**, to refuse a field, or to answer with a fault.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../../..')
const sites = ['partner-portal', 'acceptance-site', 'operator-console']
const files = globSync([...sites.map((site) => `apps/${site}/src/**/*.ts`), 'packages/site/src/*.ts'], {
  cwd: root,
}).filter((file) => !file.endsWith('.test.ts'))

/** What calls a mutation and is no form's action, or is `formAction` itself. */
const others = [
  'apps/operator-console/src/routes/(visitor)/sign-in/directory/callback/+page.server.ts load',
  'apps/partner-portal/src/lib/partner/directory.server.ts arriveFromDirectory',
  'packages/site/src/choices.ts showAgain',
  'packages/site/src/form-action.ts confirmFirst',
  'packages/site/src/session.ts endSession',
]

/** Counts the calls of mutations in a file, and names the declarations that call one outside of a form's `send`. */
function mutationsIn(file: string, text = readFileSync(path.join(root, file), 'utf8')) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const outside = new Set<string>()
  let count = 0
  const visit = (node: ts.Node, owner: string, isSent: boolean): void => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'mutate') {
      count += 1
      if (!isSent) outside.add(`${file} ${owner}`)
    }
    if (ts.isObjectLiteralExpression(node) && isOfFormAction(node))
      for (const property of node.properties) visit(property, owner, nameOf(property) === 'send')
    else node.forEachChild((child) => visit(child, owner, isSent))
  }
  for (const statement of source.statements) visit(statement, nameOf(statement), false)
  return { count, outside: [...outside] }
}

const isOfFormAction = ({ parent }: ts.Node): boolean =>
  ts.isCallExpression(parent) && parent.expression.getText() === 'formAction'

/** The name of a declaration or property. */
function nameOf(node: ts.Node): string {
  const named = ts.isVariableStatement(node) ? node.declarationList.declarations[0] : node
  const name = named && 'name' in named ? (named.name as ts.Node | undefined) : undefined
  return name?.getText() ?? ''
}

test('every action calls the API through formAction', () => {
  const found = files.map((file) => mutationsIn(file))
  expect(found.flatMap(({ outside }) => outside).sort()).toEqual(others)
  expect(found.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(70)
})

test('the walk finds a call beside formAction, and one in another part of it', () => {
  const walk = (text: string) => mutationsIn('a.ts', text)
  const sent = 'export const a = (e) => formAction(e, { send: (i) => api.x.mutate(i), next: "/" })'
  expect(walk(sent)).toEqual({ count: 1, outside: [] })
  expect(walk(sent.replace('send:', 'next:')).outside).toEqual(['a.ts a'])
  expect(walk('const actions = { a: async () => { await api.x.mutate(1) } }').outside).toEqual([
    'a.ts actions',
  ])
})

/** The procedures that ask for **Confirm it's you**; the router's test holds this list to the procedures. */
const fresh = readFileSync(path.join(root, 'packages/trpc/src/router.test.ts'), 'utf8')
  .matchAll(/'(\w+\.\w+)': 'fresh/g)
  .map(([, procedure]) => procedure ?? '')
  .toArray()

/** The `send` of each form action in a file, and whether the action names its button. */
function* actionsIn(file: string) {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  )
  const nodes: ts.Node[] = [source]
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    node.forEachChild((child) => void nodes.push(child))
    if (!ts.isObjectLiteralExpression(node) || !isOfFormAction(node)) continue
    const send = node.properties.find((property) => nameOf(property) === 'send')?.getText() ?? ''
    yield { file, send, namesButton: node.properties.some((property) => nameOf(property) === 'press') }
  }
}

test('U16 every form that asks for “Confirm it’s you” names the button to press afterwards', () => {
  const asks = ({ send }: { send: string }) =>
    fresh.some((procedure) => send.includes(`${procedure}.mutate`)) ||
    send.includes('operatorPartners[control]')
  const asking = files.flatMap((file) => [...actionsIn(file)]).filter(asks)
  expect(asking.length).toBeGreaterThan(45)
  expect(asking.filter(({ namesButton }) => !namesButton)).toEqual([])
})
