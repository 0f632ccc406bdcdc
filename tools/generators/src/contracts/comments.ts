import type { DescFile } from '@bufbuild/protobuf';
import type { DescriptorProto } from '@bufbuild/protobuf/wkt';

// Field numbers in descriptor.proto; a comment's place is a path of them.
const messageType = 4;
const nestedType = 3;
const field = 2;

/** Doc comments of a file's messages and fields, by full name (`package.Message.field`). */
export function collectComments(file: DescFile): ReadonlyMap<string, string> {
  const byPath = new Map<string, string>();
  for (const { path, leadingComments } of file.proto.sourceCodeInfo?.location ?? []) {
    if (leadingComments !== '') byPath.set(path.join('.'), oneLine(leadingComments));
  }
  const byName = new Map<string, string>();
  const visit = (message: DescriptorProto, name: string, path: readonly number[]): void => {
    keep(byName, name, byPath.get(path.join('.')));
    message.field.forEach((member, index) => {
      keep(byName, `${name}.${member.name}`, byPath.get([...path, field, index].join('.')));
    });
    message.nestedType.forEach((nested, index) => {
      visit(nested, `${name}.${nested.name}`, [...path, nestedType, index]);
    });
  };
  file.proto.messageType.forEach((message, index) => {
    visit(message, `${file.proto.package}.${message.name}`, [messageType, index]);
  });
  return byName;
}

function keep(map: Map<string, string>, name: string, comment: string | undefined): void {
  if (comment !== undefined) map.set(name, comment);
}

function oneLine(comment: string): string {
  return comment.replaceAll(/\s+/g, ' ').trim();
}
