import {
  type BinaryOperationNode,
  CamelCasePlugin,
  ColumnNode,
  type LimitNode,
  type OperationNode,
  OperatorNode,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  PostgresDialect,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  type QueryResult,
  ReferenceNode,
  type RootOperationNode,
  type UnknownRow,
  ValueNode,
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
   * PostgreSQL plans a prepared statement once if it expects nothing from knowing its values. So a statement names those that
   * decide between plans, where they are few: the words of the schema, which partial indexes are for, and the lengths of lists.
   */
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const { leftOperand, operator, rightOperand } = node
    const sign = OperatorNode.is(operator) ? operator.operator : undefined
    const isWord = sign === '=' && isWordColumn(leftOperand) && ValueNode.is(rightOperand)
    if (isWord && typeof rightOperand.value === 'string' && word.test(rightOperand.value)) {
      this.visitNode(leftOperand)
      this.append(` = '${rightOperand.value}'`)
    } else if (sign === 'in' && PrimitiveValueListNode.is(rightOperand))
      this.#appendIn(leftOperand, rightOperand)
    else super.visitBinaryOperation(node)
  }

  protected override visitLimit(node: LimitNode): void {
    if (ValueNode.is(node.limit) && node.limit.value === 1) this.append('limit 1')
    else super.visitLimit(node)
  }

  /**
   * A list makes one of a few statements, whatever its length, because a connection prepares a thousand: a short one is filled
   * up with its last value.
   */
  #appendIn(leftOperand: OperationNode, { values }: PrimitiveValueListNode): void {
    this.visitNode(leftOperand)
    const places = values.length > 0 && shortLists.find((length) => length >= values.length)
    if (places) {
      this.append(' in ')
      const filled = Array.from({ length: places }, (_, place) => values[place] ?? values.at(-1))
      this.visitNode(PrimitiveValueListNode.create(filled))
    } else {
      this.append(' = any(')
      this.appendValue(values)
      this.append(')')
    }
  }
}

const shortLists = [1, 2, 4, 8, 16]

// Columns that hold one of a few words, whatever their table.
const wordColumns = new Set(['status', 'state', 'kind', 'audience', 'origin'])
const word = /^[a-z_]+$/
const isWordColumn = (node: OperationNode): boolean =>
  ReferenceNode.is(node) && ColumnNode.is(node.column) && wordColumns.has(node.column.column.name)

export class CodeNamesDialect extends PostgresDialect {
  override createQueryCompiler(): CodeNamesCompiler {
    return new CodeNamesCompiler()
  }
}
