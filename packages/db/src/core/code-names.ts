import {
  type BinaryOperationNode,
  CamelCasePlugin,
  OperatorNode,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  PostgresDialect,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  type QueryResult,
  type RootOperationNode,
  type UnknownRow,
} from 'kysely'

/**
 * The names of tables and columns in code and in SQL, as in Kysely's own plugin. Instead of a copy of every query and
 * every row with other names, SQL's are written when a query is compiled, and code's when the rows of a statement are
 * described (`packet.ts`).
 */
class CodeNames extends CamelCasePlugin {
  identifierOf(name: string): string {
    return this.snakeCase(name)
  }

  columnOf(name: string): string {
    return this.camelCase(name)
  }

  /** What a JSON value is in code: its keys are names too. */
  valueOfJson(value: unknown): unknown {
    return this.mapRow({ value }).value
  }

  override transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    return node
  }

  override async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result
  }
}

export const codeNames = new CodeNames()

export class CodeNamesCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(identifier: string): string {
    return super.sanitizeIdentifier(codeNames.identifierOf(identifier))
  }

  /**
   * A list of values makes one of a few statements, whatever its length: a connection prepares a thousand. A short one is
   * filled up with its last value, because PostgreSQL does not know the length of an array before it plans, and plans the
   * statement every time where it expects to do better with the length of each.
   */
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const { leftOperand, operator, rightOperand } = node
    const isList = OperatorNode.is(operator) && operator.operator === 'in'
    if (!isList || !PrimitiveValueListNode.is(rightOperand)) {
      super.visitBinaryOperation(node)
      return
    }
    const { values } = rightOperand
    const places = values.length > 0 && shortLists.find((length) => length >= values.length)
    if (places) {
      const filled = Array.from({ length: places }, (_, place) => values[place] ?? values.at(-1))
      super.visitBinaryOperation({ ...node, rightOperand: PrimitiveValueListNode.create(filled) })
    } else {
      this.visitNode(leftOperand)
      this.append(' = any(')
      this.appendValue(values)
      this.append(')')
    }
  }
}

const shortLists = [1, 2, 4, 8, 16]

export class CodeNamesDialect extends PostgresDialect {
  override createQueryCompiler(): CodeNamesCompiler {
    return new CodeNamesCompiler()
  }
}
