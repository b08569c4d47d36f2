import {
  CamelCasePlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  PostgresDialect,
  PostgresQueryCompiler,
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
}

export class CodeNamesDialect extends PostgresDialect {
  override createQueryCompiler(): CodeNamesCompiler {
    return new CodeNamesCompiler()
  }
}
