// Which fields of `Cloud` the product reads. The compiler answers, so a field counts only where code reads this very field:
// by its path, taken out of an object, or through `Pick<Cloud, …>`.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import {
  isBindingElement,
  isPropertyAccessExpression,
  isPropertySignatureDeclaration,
} from 'typescript/unstable/ast/is'
import { API, type Project, type Symbol as Property, SymbolFlags, type Type } from 'typescript/unstable/sync'

const definition = 'packages/domain/src/core/cloud.ts'
/** No tests, and not the clouds, which only write the fields. */
const product = {
  extends: './tsconfig.base.json',
  compilerOptions: { module: 'esnext', moduleResolution: 'bundler', types: [] },
  include: ['packages/*/src', 'apps/*/src'],
  exclude: ['**/*.test.ts', 'packages/clouds', 'packages/testkit', 'apps/e2e'],
}

/**
 * The paths of a cloud's fields, and those that the product does not read. `change` alters the text of the file that
 * defines `Cloud` before the compiler sees it.
 */
export function cloudFields(
  root: string,
  change: (text: string) => string,
): { fields: string[]; unread: string[] } {
  const [file, config] = [path.join(root, definition), path.join(root, 'tsconfig.product.json')]
  const texts: Record<string, string> = {
    [file]: change(readFileSync(file, 'utf8')),
    [config]: JSON.stringify(product),
  }
  const readText = (name: string) => texts[name]
  const fileExists = (name: string) => Object.hasOwn(texts, name) || undefined
  const api = new API({ cwd: root, fs: { readFile: readText, fileExists } })
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)
    const cloud = project?.checker.resolveName('Cloud', SymbolFlags.Type, { document: file, position: 0 })
    if (!project || !cloud) throw new Error(`The compiler does not find Cloud in ${definition}.`)
    const fields = fieldsOf(project, project.checker.getDeclaredTypeOfSymbol(cloud))
    return {
      fields: fields.map(nameOf),
      unread: fields.filter((steps) => !steps.every((step) => isRead(project, step))).map(nameOf),
    }
  } finally {
    api.close()
  }
}

const nameOf = (steps: Property[]): string => steps.map(({ name }) => name).join('.')

/** The properties that lead to each leaf, through lists and through types of the same file. */
function fieldsOf(project: Project, type: Type): Property[][] {
  const { checker } = project
  const own = checker
    .getPropertiesOfType(type)
    .filter(({ valueDeclaration }) => valueDeclaration?.path.endsWith(definition))
  return own.flatMap((property) => {
    const held = checker.getTypeOfSymbol(property)
    const item =
      held?.isTypeReference() && checker.isArrayType(held) ? checker.getTypeArguments(held)[0] : held
    const inner = item ? fieldsOf(project, item) : []
    return inner.length > 0 ? inner.map((steps) => [property, ...steps]) : [[property]]
  })
}

/** A mention in a type reads nothing: code reads a property by its name after a dot, or by taking it out of an object. */
function isRead(project: Project, property: Property): boolean {
  const declared = property.valueDeclaration?.resolve(project)
  if (!declared || !isPropertySignatureDeclaration(declared)) return false
  const { name } = declared
  return project.checker
    .getReferencedSymbolsForNode(name, name.pos)
    .flatMap(({ references }) => references)
    .some((reference) => {
      const node = reference.resolve(project)
      if (!node || reference.path.endsWith(definition)) return false
      return (
        isBindingElement(node.parent) ||
        (isPropertyAccessExpression(node.parent) && node.parent.name === node)
      )
    })
}
