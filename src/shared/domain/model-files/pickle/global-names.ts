/**
 * What a name in a pickle means for whoever loads it. Only names that are listed, exactly, are allowed: a class that is
 * not listed runs code of its own, and somebody has to look at it. The dangerous ones are listed for a better message.
 */

export interface GlobalName {
  readonly module: string;
  /** With dots where it is an attribute of a class. */
  readonly name: string;
}

export type GlobalMeaning = 'allowed' | 'unknown' | 'carries-code' | 'dangerous' | 'attribute-walk';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Names of one module each. */
const allowedNames: Readonly<Record<string, readonly string[]>> = {
  builtins: words(
    'dict list set frozenset tuple int float complex bool str bytes bytearray slice range object',
  ),
  collections: words('OrderedDict defaultdict Counter deque'),
  _codecs: ['encode'],
  copyreg: ['_reconstructor'],
  datetime: words('date datetime time timedelta timezone'),
  decimal: ['Decimal'],
  fractions: ['Fraction'],
  numpy: words(
    `dtype ndarray matrix bool_ bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 intc uintc longlong ulonglong float16
     float32 float64 longdouble complex64 complex128 str_ bytes_ datetime64 timedelta64 void`,
  ),
  'numpy.core.multiarray': words('_reconstruct scalar'),
  'numpy._core.multiarray': words('_reconstruct scalar'),
  'numpy.core.numeric': ['_frombuffer'],
  'numpy._core.numeric': ['_frombuffer'],
  'numpy.matrixlib.defmatrix': ['matrix'],
  'numpy.ma.core': words('MaskedArray _mareconstruct'),
  'numpy.random._pickle': words('__randomstate_ctor __bit_generator_ctor __generator_ctor'),
  'numpy.random._mt19937': ['MT19937'],
  'numpy.random._pcg64': ['PCG64'],
  'joblib.numpy_pickle': words('NumpyArrayWrapper NDArrayWrapper ZNDArrayWrapper'),
  'sklearn.externals.joblib.numpy_pickle': words('NumpyArrayWrapper NDArrayWrapper ZNDArrayWrapper'),
  torch: words(
    `Size device Tensor bfloat16 float16 float32 float64 int8 int16 int32 int64 uint8 bool complex64 complex128 strided
     per_tensor_affine per_channel_affine FloatStorage DoubleStorage HalfStorage BFloat16Storage LongStorage IntStorage
     ShortStorage CharStorage ByteStorage BoolStorage ComplexFloatStorage ComplexDoubleStorage QInt8Storage QUInt8Storage
     QInt32Storage`,
  ),
  'torch.storage': words('UntypedStorage TypedStorage _load_from_bytes'),
  'torch._utils': words(
    '_rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_parameter _rebuild_qtensor _rebuild_sparse_tensor',
  ),
  'torch.serialization': ['_get_layout'],
  'torch.nn.parameter': ['Parameter'],
};

/** The whole module, and each module in it. */
const dangerousModules: ReadonlySet<string> = new Set(
  words(`
    os posix nt posixpath ntpath subprocess _posixsubprocess pty commands multiprocessing sys code codeop runpy marshal types
    importlib _frozen_importlib _frozen_importlib_external imp _imp pkgutil zipimport gc site inspect operator _operator
    functools cProfile profile pstats pdb bdb timeit trace test unittest doctest pydoc pipes pexpect popen2 socket _socket ssl
    socketserver http httplib urllib urllib2 urllib3 requests aiohttp httpx asyncio webbrowser smtplib imaplib ftplib poplib
    nntplib telnetlib xmlrpc ctypes _ctypes cffi pickle _pickle cPickle dill cloudpickle joblib shutil tempfile filecmp fileinput
    glob linecache difflib distutils setuptools ensurepip pip venv idlelib lib2to3 signal _signal threading _thread thread
    atexit sqlite3 shelve logging syslog tarfile zipfile mmap select selectors platform uuid _osx_support _aix_support _pyrepl
    compileall py_compile _interpreters _xxsubinterpreters concurrent faulthandler readline rlcompleter turtledemo tkinter
    __builtins__ numpy.f2py numpy.distutils numpy.testing numpy.ctypeslib numpy.lib.npyio torch.hub torch.jit
    torch.compile torch._dynamo torch._inductor torch.serialization torch.package torch.multiprocessing torch.distributed
    torch.utils.bottleneck torch.utils.collect_env torch.utils._config_module torch.utils.cpp_extension
    torch.utils.data.datapipes.utils.decoder torch.fx.experimental.symbolic_shapes transformers.dynamic_module_utils
    picklescan modelscan fickling modelaudit paramiko fabric sh plumbum psutil IPython jupyter_client pandas.io.pickle
    pandas.core.computation.eval skops.io keras.utils.get_file tensorflow.python.framework.load_library yaml.unsafe_load
  `),
);

/** Within dangerous modules: what only says what something is, and code that travels with the model. */
const lookedAtNames: Readonly<Record<string, GlobalMeaning>> = {
  'functools.partial': 'unknown',
  'logging.getLogger': 'unknown',
  'uuid.UUID': 'unknown',
  'types.SimpleNamespace': 'unknown',
};

/** Modules whose names carry code, which runs when it is called. */
const codeModules: readonly string[] = ['cloudpickle', 'dill'];
/** What of them reaches other modules. */
const codeLoaders: ReadonlySet<string> = new Set(
  words(
    'subimport dynamic_subimport _import_module _load_type load loads _getattribute _eval_repr _create_filehandle',
  ),
);

/** Functions of Python itself that reach everything, also where a dotted name leads to them. */
const dangerousParts: ReadonlySet<string> = new Set(
  words(
    'eval exec execfile compile open file input raw_input getattr setattr delattr globals locals vars dir breakpoint apply reload system popen',
  ),
);

const isDunder = (part: string): boolean => /^__.*__$/.test(part);

/** Python 3 loads old protocols under these names. */
const renamedModules: Readonly<Record<string, string>> = { __builtin__: 'builtins', copy_reg: 'copyreg' };

/** What the name means. @param allowed further names, as `module.name`, of the configuration. */
export function meaningOf({ module, name }: GlobalName, allowed: ReadonlySet<string>): GlobalMeaning {
  const home = renamedModules[module] ?? module;
  const full = `${home}.${name}`;
  if (Object.hasOwn(allowedNames, home) && allowedNames[home]?.includes(name) === true) return 'allowed';
  if (Object.hasOwn(lookedAtNames, full) && !allowed.has(full)) return lookedAtNames[full] ?? 'unknown';
  const parts = name.split('.');
  const isMain = home === '__main__';
  if (parts.some(isDunder) || (!isMain && home.split('.').some(isDunder))) return 'attribute-walk';
  const root = home.split('.')[0] ?? '';
  if (codeModules.includes(root)) return codeLoaders.has(parts.at(-1) ?? '') ? 'dangerous' : 'carries-code';
  if (isInDangerous(full) || (home === 'builtins' && dangerousParts.has(name))) return 'dangerous';
  if (parts.length > 1 && !isOfClass(parts)) return 'attribute-walk';
  return allowed.has(full) ? 'allowed' : 'unknown';
}

function isInDangerous(full: string): boolean {
  const parts = full.split('.');
  return (
    parts.some((_, index) => index > 0 && dangerousModules.has(parts.slice(0, index).join('.'))) ||
    dangerousModules.has(full)
  );
}

/** `Outer.Inner` and `Outer.method`, but not a way through modules. */
function isOfClass(parts: readonly string[]): boolean {
  const [first = ''] = parts;
  return (
    /^[A-Z]/.test(first) && !parts.some((part) => dangerousParts.has(part) || dangerousModules.has(part))
  );
}
