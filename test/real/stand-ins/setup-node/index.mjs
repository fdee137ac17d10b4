// The engine runs steps with the Node on its own PATH: only say which one it is.
console.log(`node ${process.version}, asked for ${process.env['INPUT_NODE-VERSION'] ?? 'any'}`);
