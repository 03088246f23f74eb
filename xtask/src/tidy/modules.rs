//! The modules of the product, read by syn: what each defines, imports and names, and in which file a name is defined.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;
use regex_lite::Regex;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{FnArg, ImplItem, Item, ItemImpl, ItemMod, ItemUse, Macro, Type, UseTree, Visibility};

use super::subject::{File, Subject};
use crate::rust::Source;

/// `["web", "pages", "forms"]` for `crates/web/src/pages/forms.rs`.
type Path = Vec<String>;

/// All modules by path.
#[derive(Default)]
pub struct Modules(BTreeMap<Path, Module>);

#[derive(Default)]
struct Module {
    file: String,
    defines: BTreeSet<String>,
    imports: BTreeMap<String, Path>,
    globs: Vec<Path>,
    /// Private imports. A re-export alone needs nothing.
    used: BTreeSet<Path>,
    /// Paths that the code names.
    named: BTreeSet<Path>,
    /// Types that an impl block with functions is for.
    impls: BTreeSet<Path>,
    /// Types that a free function takes first.
    takers: BTreeSet<Path>,
}

/// Where a name is defined.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Definition {
    pub file: String,
    pub name: String,
}

/// What a path leads to: an item, or a module.
type Target = Result<Definition, Path>;

impl Modules {
    /// Reads the product files; what is compiled for tests alone is left out.
    pub fn read(subject: &Subject) -> Self {
        let mut modules = Self::default();
        let Ok(paths) = Regex::new(r"[A-Za-z_]\w*( :: [A-Za-z_]\w*)*") else { return modules };
        for (file, source) in subject.product() {
            let (Some(at), Ok(parsed)) = (module_path(file), syn::parse_file(&file.text)) else { continue };
            let mut reader = Reader { modules, at, file: &file.path, source, paths: &paths };
            reader.items(&parsed.items);
            modules = reader.modules;
        }
        modules
    }

    /// For each file, the other files whose definitions it uses: by `use`, or by a path that leads out of the module. A module
    /// that names its own children uses nothing by it: that is what they were declared for.
    pub fn uses(&self) -> BTreeMap<&str, BTreeSet<String>> {
        let mut uses: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (path, module) in &self.0 {
            let files = uses.entry(&module.file).or_default();
            let is_child = |first: &String| {
                !module.imports.contains_key(first) && self.0.contains_key(&joined(path, first))
            };
            let named = module.named.iter().filter(|name| !name.first().is_some_and(is_child));
            let found = module.used.iter().chain(named).filter_map(|name| self.definition(path, name));
            files.extend(found.map(|one| one.file).filter(|file| *file != module.file));
        }
        uses
    }

    /// For each type of the product, the files with its methods: inherent, of traits, and in some crates free functions of the
    /// type's own crate that take it first.
    pub fn method_files(&self, free_functions_in: &[&str]) -> BTreeMap<Definition, BTreeSet<&str>> {
        let mut files: BTreeMap<Definition, BTreeSet<&str>> = BTreeMap::new();
        for (path, module) in &self.0 {
            let room = path.first().map(String::as_str).unwrap_or_default();
            let own = format!("crates/{room}/");
            let impls = module.impls.iter().filter_map(|name| self.definition(path, name));
            let takers = module.takers.iter().filter(|_| free_functions_in.contains(&room));
            let takers = takers
                .filter_map(|name| self.definition(path, name))
                .filter(|one| one.file.starts_with(&own));
            for one in impls.chain(takers) {
                files.entry(one).or_default().insert(&module.file);
            }
        }
        files
    }

    fn definition(&self, from: &[String], path: &[String]) -> Option<Definition> {
        self.resolve(from, path, 0)?.ok()
    }

    /// What a path means inside a module: first the module's own names, then crates, then what globs bring.
    fn resolve(&self, from: &[String], path: &[String], depth: usize) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            _ if depth > 16 => None,
            "crate" => self.lookup(from.get(..1)?, rest, depth),
            "self" => self.lookup(from, rest, depth),
            "super" => {
                let (_, parent) = from.split_last()?;
                match rest.first().is_some_and(|next| next == "super") {
                    true => self.resolve(parent, rest, depth),
                    false => self.lookup(parent, rest, depth),
                }
            }
            name if !self.knows(from, name) && self.0.contains_key(std::slice::from_ref(first)) => {
                self.lookup(std::slice::from_ref(first), rest, depth)
            }
            _ => self.lookup(from, path, depth),
        }
    }

    fn knows(&self, at: &[String], name: &str) -> bool {
        let module = self.0.get(at);
        let import = module.and_then(|module| module.imports.get(name));
        // `use clinic::Clinic` makes the crate's name no name of the module, but `use super::clinic` does.
        import.is_some_and(|path| path.first().is_none_or(|first| first != name))
            || module.is_some_and(|module| module.defines.contains(name))
            || self.0.contains_key(&joined(at, name))
    }

    fn lookup(&self, at: &[String], path: &[String], depth: usize) -> Option<Target> {
        let Some((first, rest)) = path.split_first() else { return Some(Err(at.to_vec())) };
        let module = self.0.get(at)?;
        let child = joined(at, first);
        if self.0.contains_key(&child) && !(rest.is_empty() && module.defines.contains(first)) {
            return self.lookup(&child, rest, depth);
        }
        if module.defines.contains(first) {
            return Some(Ok(Definition { file: module.file.clone(), name: first.clone() }));
        }
        if let Some(import) = module.imports.get(first) {
            return self.resolve(at, &[import, rest].concat(), depth + 1);
        }
        module.globs.iter().find_map(|glob| match self.resolve(at, glob, depth + 1)? {
            Err(to) if to != at => self.lookup(&to, path, depth + 1),
            _ => None,
        })
    }
}

fn joined(at: &[String], name: &str) -> Path {
    [at, &[name.to_owned()]].concat()
}

fn module_path(file: &File) -> Option<Path> {
    let room = file.room()?;
    let inside = file.path.strip_prefix("crates/")?.strip_prefix(room)?.strip_prefix("/src/")?;
    let mut path = vec![room.replace('-', "_")];
    path.extend(inside.strip_suffix(".rs")?.split('/').map(String::from));
    if path.last().is_some_and(|last| ["lib", "main", "mod"].contains(&last.as_str())) {
        path.pop();
    }
    Some(path)
}

struct Reader<'a> {
    modules: Modules,
    at: Path,
    file: &'a str,
    source: &'a Source,
    paths: &'a Regex,
}

impl Reader<'_> {
    fn items(&mut self, items: &[Item]) {
        self.file.clone_into(&mut self.module().file);
        for item in items {
            if let Some(name) = name_of(item).filter(|_| !self.is_test(item)) {
                self.module().defines.insert(name.to_string());
            }
            if let Item::Fn(function) = item
                && let Some(FnArg::Typed(first)) = function.sig.inputs.first()
                && let Some(path) = type_path(&first.ty)
            {
                self.module().takers.insert(path);
            }
            self.visit_item(item);
        }
    }

    fn module(&mut self) -> &mut Module {
        self.modules.0.entry(self.at.clone()).or_default()
    }

    fn is_test(&self, item: &impl Spanned) -> bool {
        self.source.is_test_line(item.span().start().line)
    }

    fn import(&mut self, tree: &UseTree, before: &[String], reexport: bool) {
        let below = |name: &Ident| joined(before, &name.to_string());
        let (name, path) = match tree {
            UseTree::Path(it) => return self.import(&it.tree, &below(&it.ident), reexport),
            UseTree::Group(it) => return it.items.iter().for_each(|it| self.import(it, before, reexport)),
            UseTree::Glob(_) => return self.module().globs.push(before.to_vec()),
            UseTree::Name(it) if it.ident == "self" => {
                (before.last().cloned().unwrap_or_default(), before.to_vec())
            }
            UseTree::Name(it) => (it.ident.to_string(), below(&it.ident)),
            UseTree::Rename(it) => (it.rename.to_string(), below(&it.ident)),
        };
        if !reexport {
            self.module().used.insert(path.clone());
        }
        self.module().imports.insert(name, path);
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !self.is_test(item) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if let Some((_, items)) = &module.content {
            self.at.push(module.ident.to_string());
            self.items(items);
            self.at.pop();
        }
    }

    fn visit_item_use(&mut self, import: &'ast ItemUse) {
        self.import(&import.tree, &[], !matches!(import.vis, Visibility::Inherited));
    }

    fn visit_item_impl(&mut self, block: &'ast ItemImpl) {
        let has_methods = block.items.iter().any(|item| matches!(item, ImplItem::Fn(_)));
        if let Some(path) = type_path(&block.self_ty).filter(|_| has_methods) {
            self.module().impls.insert(path);
        }
        visit::visit_item_impl(self, block);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.module().named.insert(path_of(path));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        // The body of a macro is tokens, with spaces around each `::`.
        let body = called.tokens.to_string();
        for found in self.paths.find_iter(&body) {
            self.module().named.insert(found.as_str().split(" :: ").map(String::from).collect());
        }
        visit::visit_macro(self, called);
    }
}

/// The name that an item defines in its module; a module is known by its own path.
fn name_of(item: &Item) -> Option<&Ident> {
    match item {
        Item::Const(it) => Some(&it.ident),
        Item::Enum(it) => Some(&it.ident),
        Item::Fn(it) => Some(&it.sig.ident),
        Item::Macro(it) => it.ident.as_ref(),
        Item::Static(it) => Some(&it.ident),
        Item::Struct(it) => Some(&it.ident),
        Item::Trait(it) => Some(&it.ident),
        Item::Type(it) => Some(&it.ident),
        _ => None,
    }
}

fn path_of(path: &syn::Path) -> Path {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// The path of a type, also behind references.
fn type_path(of: &Type) -> Option<Path> {
    match of {
        Type::Path(it) => Some(path_of(&it.path)),
        Type::Reference(it) => type_path(&it.elem),
        _ => None,
    }
}
