//! The program that the stages are timed on: of our own making, the same on every machine, in both languages.
//!
//! It has what real projects have much of (types with maps and locks, methods that call each other, code
//! that no rule speaks of) and a few faults, so that each stage has work to do.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// How many packages there are of Go, and how many modules of Rust.
const PACKAGES: usize = 40;
/// How many types each of them declares, with some ten functions each.
const TYPES: usize = 8;

/// Writes the whole program into a folder.
pub(crate) fn write(folder: &Path) -> io::Result<()> {
    put(folder, "go.mod", "module example.com/program\n\ngo 1.24\n")?;
    put(folder, "Cargo.toml", "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n")?;
    let modules: String = (0..PACKAGES).map(|package| format!("pub mod part{package};\n")).collect();
    put(folder, "src/lib.rs", &format!("//! The program.\n\n{modules}"))?;
    for package in 0..PACKAGES {
        put(folder, &format!("part{package}/part.go"), &go(package))?;
        put(folder, &format!("src/part{package}.rs"), &rust(package))?;
    }
    Ok(())
}

fn put(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    fs::write(path, text)
}

/// A Go package, which uses the one before it.
pub(crate) fn go(package: usize) -> String {
    let before = package.checked_sub(1);
    let import = before.map(|before| format!("\n\t\"example.com/program/part{before}\"")).unwrap_or_default();
    let next = before.map_or_else(|| "len(name)".to_owned(), |before| format!("part{before}.NewStore0(name).Total(name)"));
    let mut text =
        format!("// Package part{package} is a part of the program.\npackage part{package}\n\nimport (\n\t\"sync\"{import}\n)\n");
    for ty in 0..TYPES {
        // Writing into a text does not fail.
        let _ = write!(text, "{}", GO.replace("STORE", &format!("Store{ty}")).replace("NEXT", &next));
    }
    text
}

/// A Rust module, which uses the one before it.
pub(crate) fn rust(module: usize) -> String {
    let next = module
        .checked_sub(1)
        .map_or_else(|| "name.len() as u64".to_owned(), |before| format!("crate::part{before}::Store0::default().total(name)"));
    let mut text = format!("//! Part {module} of the program.\n\nuse std::collections::HashMap;\nuse std::sync::Mutex;\n");
    for ty in 0..TYPES {
        let _ = write!(text, "{}", RUST.replace("STORE", &format!("Store{ty}")).replace("NEXT", &next));
    }
    text
}

const GO: &str = r#"
// STORE counts by name.
type STORE struct {
	mu     sync.Mutex
	counts map[string]int
	order  []string
	label  string
}

// NewSTORE makes an empty one.
func NewSTORE(label string) *STORE {
	return &STORE{counts: make(map[string]int), label: label}
}

// Add counts.
func (s *STORE) Add(name string, by int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.counts[name]; !known {
		s.order = append(s.order, name)
	}
	s.counts[name] += by
	return s.counts[name]
}

// Get reads.
func (s *STORE) Get(name string) (int, bool) {
	s.mu.Lock()
	count, known := s.counts[name]
	s.mu.Unlock()
	return count, known
}

// Forget writes without the lock.
func (s *STORE) Forget(name string) {
	delete(s.counts, name)
	for at, other := range s.order {
		if other == name {
			s.order = append(s.order[:at], s.order[at+1:]...)
			break
		}
	}
}

// Total asks another package, too.
func (s *STORE) Total(name string) int {
	total := NEXT
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, count := range s.counts {
		if count > 0 {
			total += count
		} else {
			total -= s.weigh(name, count)
		}
	}
	return total
}

func (s *STORE) weigh(name string, count int) int {
	switch {
	case count < -10:
		return -count / 2
	case s.label == name, len(s.label) == 0:
		return 1
	default:
		return len(name)
	}
}

// Fill adds from several goroutines.
func (s *STORE) Fill(names []string) {
	var done sync.WaitGroup
	for _, name := range names {
		done.Add(1)
		go func() {
			defer done.Done()
			if s.Add(name, s.weigh(name, 1)) > 1 {
				s.Forget(name)
			}
		}()
	}
	done.Wait()
}

// IndexSTORE says where each name stands.
func IndexSTORE(names []string) map[string]int {
	index := make(map[string]int)
	for at, name := range names {
		index[name] = at
	}
	return index
}
"#;

const RUST: &str = r#"
/// Counts by name.
#[derive(Debug, Default)]
pub struct STORE {
    counts: Mutex<HashMap<String, u64>>,
    order: Mutex<Vec<String>>,
    label: String,
}

impl STORE {
    /// Counts.
    pub fn add(&self, name: &str, by: u64) -> u64 {
        let mut counts = self.counts.lock().unwrap();
        if !counts.contains_key(name) {
            self.order.lock().unwrap().push(name.to_owned());
            counts.insert(name.to_owned(), 0);
        }
        let count = counts.entry(name.to_owned()).or_default();
        *count += by;
        *count
    }

    /// Reads.
    pub fn get(&self, name: &str) -> Option<u64> {
        self.counts.lock().unwrap().get(name).copied()
    }

    /// Asks, and acts on the answer later.
    pub fn reserve(&self, name: &str) -> bool {
        if self.counts.lock().unwrap().contains_key(name) {
            return false;
        }
        self.counts.lock().unwrap().insert(name.to_owned(), 0);
        true
    }

    /// Asks another module, too.
    pub fn total(&self, name: &str) -> u64 {
        let mut total = NEXT;
        for (_, count) in self.counts.lock().unwrap().iter() {
            total += match *count {
                0 => 1,
                count if count > 10 => count / 2,
                count => self.weigh(name, count),
            };
        }
        total
    }

    fn weigh(&self, name: &str, count: u64) -> u64 {
        if self.label == name || self.label.is_empty() { count } else { name.len() as u64 }
    }

    /// Adds from several threads.
    pub fn fill(&self, names: &[String]) {
        std::thread::scope(|scope| {
            for name in names {
                scope.spawn(move || self.reserve(name) || self.add(name, self.weigh(name, 1)) > 1);
            }
        });
    }

    /// Where each name stands.
    pub fn index(names: &[String]) -> HashMap<String, usize> {
        let mut index = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            index.insert(name.clone(), at);
        }
        index
    }
}
"#;
