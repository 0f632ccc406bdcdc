import type { DescEnum, DescMessage } from '@bufbuild/protobuf';
import type { ContractSet } from './contract-set.ts';

/** One name that ts-proto writes, and the name that the contracts export it under. */
export interface ExportedName {
  readonly typeName: string;
  /** The file under src/gen, without extension. */
  readonly file: string;
  /** ts-proto's own name: nested types are joined by `_`. */
  readonly localName: string;
  /** The same, with the package in front where two packages would collide. */
  readonly exportedName: string;
}

/** The exported name of every message, enum and service of the contracts. */
export function createExportedNames(contracts: ContractSet): readonly ExportedName[] {
  const names = contracts.files.flatMap((file) => {
    const packageName = file.proto.package;
    const local = (typeName: string): string =>
      typeName.slice(packageName.length + 1).replaceAll('.', '_');
    const types = [...file.messages.flatMap(nested), ...file.enums].map(({ typeName }) => ({
      typeName,
      localName: local(typeName),
    }));
    const services = file.services.map(({ typeName }) => ({
      typeName,
      localName: `${local(typeName)}Service`,
    }));
    return [...types, ...services].map((name) => ({ ...name, packageName, file: file.name }));
  });
  const counts = new Map<string, number>();
  for (const { localName } of names) counts.set(localName, (counts.get(localName) ?? 0) + 1);
  return names.map(({ typeName, file, localName, packageName }) => ({
    typeName,
    file,
    localName,
    exportedName: counts.get(localName) === 1 ? localName : `${pascal(packageName)}${localName}`,
  }));
}

function nested(message: DescMessage): readonly (DescMessage | DescEnum)[] {
  return [message, ...message.nestedEnums, ...message.nestedMessages.flatMap(nested)];
}

/** `ballast.orders.v1` becomes `OrdersV1`. */
function pascal(packageName: string): string {
  const words = packageName.split('.').slice(1);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
