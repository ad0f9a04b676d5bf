import ts from 'typescript';

/** A JSON Schema (2020-12), as far as the types of this project need it. */
export type JsonSchema = { [keyword: string]: unknown };

const OPEN = new Set(['KubeObject', 'ObjectMeta']);

/**
 * The JSON Schema of one exported interface: closed objects, optional fields, literals as enums, doc
 * comments as descriptions. The types stay the one source; a test regenerates and compares.
 */
export function toJsonSchema(program: ts.Program, fileName: string, typeName: string, id: string): JsonSchema {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(fileName);
  const symbol = source && checker.getSymbolAtLocation(source);
  const exported = symbol && checker.getExportsOfModule(symbol).find(({ name }) => name === typeName);
  if (!exported) throw new Error(`${fileName} does not export ${typeName}`);
  const schema = fromType(checker.getDeclaredTypeOfSymbol(exported), checker);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: id,
    title: typeName,
    ...describe(exported, checker),
    ...schema,
  };
}

function fromType(type: ts.Type, checker: ts.TypeChecker): JsonSchema {
  if (type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return {};
  if (type.flags & ts.TypeFlags.String) return { type: 'string' };
  if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
  if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
  if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
  if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
  if (type.isUnion()) return fromUnion(type, checker);
  if (checker.isArrayType(type)) {
    return {
      type: 'array',
      items: fromType(checker.getTypeArguments(type as ts.TypeReference)[0] as ts.Type, checker),
    };
  }
  return fromObject(type, checker);
}

function fromUnion(type: ts.UnionType, checker: ts.TypeChecker): JsonSchema {
  const members = type.types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
  const booleans = members.filter(({ flags }) => flags & ts.TypeFlags.BooleanLiteral);
  const schemas = members
    .filter((member) => booleans.length < 2 || !booleans.includes(member))
    .map((member) => fromType(member, checker));
  if (booleans.length === 2) schemas.push({ type: 'boolean' });
  if (schemas.length === 1) return schemas[0] as JsonSchema;
  const isEnum = schemas.every((schema) => 'const' in schema);
  // The compiler's order of a union depends on what it has seen before.
  return isEnum ? { enum: schemas.map(({ const: value }) => value).sort() } : { anyOf: schemas };
}

function fromObject(type: ts.Type, checker: ts.TypeChecker): JsonSchema {
  const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
  const isOpen = OPEN.has(type.symbol?.name ?? '');
  const properties = checker.getPropertiesOfType(type);
  const isOptional = (property: ts.Symbol) => (property.flags & ts.SymbolFlags.Optional) !== 0;
  const required = properties.filter((property) => !isOptional(property)).map(({ name }) => name);
  return {
    type: 'object',
    ...(properties.length
      ? {
          properties: Object.fromEntries(
            properties.map((property) => [
              property.name,
              {
                ...describe(property, checker),
                ...fromType(withoutUndefined(checker.getTypeOfSymbol(property), checker), checker),
              },
            ]),
          ),
        }
      : {}),
    ...(required.length ? { required } : {}),
    additionalProperties: isOpen ? true : index ? fromType(index.type, checker) : false,
  };
}

/** `undefined` of an optional field is told by `required`; `null` stays. */
function withoutUndefined(type: ts.Type, checker: ts.TypeChecker): ts.Type {
  const hasNull = type.isUnion() && type.types.some(({ flags }) => flags & ts.TypeFlags.Null);
  return hasNull || type.flags & ts.TypeFlags.Unknown ? type : checker.getNonNullableType(type);
}

function describe(symbol: ts.Symbol, checker: ts.TypeChecker): JsonSchema {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
  return text ? { description: text } : {};
}
