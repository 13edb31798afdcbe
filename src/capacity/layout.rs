//! How much room a value takes in memory.

/// Types larger than this are no key or value of a map that anybody makes; nothing is said of them.
const MAX_SIZE: u64 = 1 << 40;

/// No type asks for more.
const MAX_ALIGN: u64 = 1 << 16;

/// What a type takes in memory, on a 64-bit machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Layout {
    /// Bytes, a multiple of the alignment.
    pub size: u64,
    /// Bytes, a power of two.
    pub align: u64,
    /// Go's collector has to look into it. Always false for Rust.
    pub pointers: bool,
}

impl Layout {
    /// Of `struct{}` and `()`.
    pub const EMPTY: Layout = Layout { size: 0, align: 1, pointers: false };
    /// Of a Go pointer, map, channel or function.
    pub const POINTER: Layout = Layout { size: 8, align: 8, pointers: true };

    /// `size` bytes, at multiples of `align`; `None` where no type is like that.
    pub fn new(size: u64, align: u64, pointers: bool) -> Option<Layout> {
        let is_sound = align.is_power_of_two() && align <= MAX_ALIGN && size.is_multiple_of(align) && size <= MAX_SIZE;
        is_sound.then_some(Layout { size, align, pointers })
    }

    /// A type that is as long as its alignment and has no pointers: 1, 2, 4 or 8 bytes, in Rust 16 too.
    pub const fn scalar(bytes: u64) -> Layout {
        Layout { size: bytes, align: bytes, pointers: false }
    }

    /// So many machine words, the first of which is a pointer: Go's string (2), slice (3) and interface (2).
    pub const fn words(count: u64) -> Layout {
        Layout { size: 8 * count, align: 8, pointers: true }
    }

    /// `len` of these in a row; `None` where that is too large for memory.
    pub fn array(self, len: u64) -> Option<Layout> {
        let size = self.size.checked_mul(len).filter(|size| *size <= MAX_SIZE)?;
        Some(Layout { size, pointers: self.pointers && len > 0, ..self })
    }

    /// A Go struct: fields in the order of the source, each at a multiple of its alignment. Where the last of several
    /// takes no room, a byte follows it, so that a pointer to it does not point behind the struct.
    pub fn in_order(fields: &[Layout]) -> Option<Layout> {
        let mut whole = Layout::EMPTY;
        for field in fields {
            whole.size = whole.size.next_multiple_of(field.align) + field.size;
            whole.align = whole.align.max(field.align);
            whole.pointers |= field.pointers;
            if whole.size > MAX_SIZE {
                return None;
            }
        }
        if whole.size > 0 && fields.last().is_some_and(|last| last.size == 0) {
            whole.size += 1;
        }
        whole.size = whole.size.next_multiple_of(whole.align);
        Some(whole)
    }

    /// A Rust struct or tuple: the compiler puts fields of large alignment first, so that there is room lost at the end
    /// alone.
    pub fn reordered(fields: &[Layout]) -> Option<Layout> {
        let align = fields.iter().map(|field| field.align).max().unwrap_or(1);
        let mut size: u64 = 0;
        for field in fields {
            size = size.checked_add(field.size).filter(|size| *size <= MAX_SIZE)?;
        }
        Some(Layout { size: size.next_multiple_of(align), align, pointers: fields.iter().any(|field| field.pointers) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(layout: Option<Layout>) -> Option<u64> {
        layout.map(|layout| layout.size)
    }

    #[test]
    fn go_keeps_the_order_of_fields_and_pads_between_them() {
        let (byte, word) = (Layout::scalar(1), Layout::scalar(8));
        assert_eq!(Layout::in_order(&[byte, word, byte]), Some(Layout { size: 24, align: 8, pointers: false }));
        assert_eq!(Layout::in_order(&[word, byte, byte]), Some(Layout { size: 16, align: 8, pointers: false }));
        assert_eq!(Layout::in_order(&[byte, Layout::POINTER]), Some(Layout { size: 16, align: 8, pointers: true }));
        assert_eq!(Layout::in_order(&[]), Some(Layout::EMPTY));
    }

    #[test]
    fn an_empty_field_at_the_end_of_a_go_struct_takes_room() {
        let word = Layout::scalar(8);
        assert_eq!(size(Layout::in_order(&[word, Layout::EMPTY])), Some(16));
        assert_eq!(size(Layout::in_order(&[Layout::EMPTY, word])), Some(8));
        assert_eq!(size(Layout::in_order(&[Layout::EMPTY])), Some(0));
        assert_eq!(size(Layout::in_order(&[Layout::EMPTY, Layout::EMPTY])), Some(0));
    }

    #[test]
    fn rust_loses_room_at_the_end_alone() {
        let fields = [Layout::scalar(1), Layout::scalar(8), Layout::scalar(1), Layout::scalar(2)];
        assert_eq!(size(Layout::reordered(&fields)), Some(16));
        assert_eq!(size(Layout::reordered(&[Layout::scalar(8), Layout::EMPTY])), Some(8));
    }

    #[test]
    fn what_no_memory_holds_has_no_layout() {
        assert_eq!(size(Layout::scalar(8).array(1 << 20)), Some(1 << 23));
        assert_eq!(Layout::scalar(8).array(1 << 62), None);
        let huge = Layout::scalar(8).array(1 << 37).expect("as large as is allowed");
        assert_eq!(Layout::in_order(&[huge, huge]), None);
        assert_eq!(Layout::reordered(&[huge, huge]), None);
    }

    #[test]
    fn what_no_type_is_like_has_no_layout() {
        assert_eq!(Layout::new(24, 8, true), Some(Layout::words(3)));
        for (size, align) in [(8, 0), (8, 3), (12, 8), (0, 1 << 40), (1 << 50, 8)] {
            assert_eq!(Layout::new(size, align, false), None, "{size} {align}");
        }
    }

    #[test]
    fn an_array_of_none_has_no_pointers() {
        assert_eq!(Layout::POINTER.array(0), Some(Layout { size: 0, align: 8, pointers: false }));
    }
}
