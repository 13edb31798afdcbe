//! What one object takes on Go's heap.

/// Bytes of a page of the heap.
const PAGE: u64 = 8192;
/// The largest object that is rounded up to a class.
const MAX_SMALL: u64 = 32_768;
/// Bytes in front of an object with pointers that is too large for a bitmap beside it.
const HEADER: u64 = 8;
/// The largest object with pointers that has no header.
const MAX_WITHOUT_HEADER: u64 = 512;

/// Size classes in bytes, as Go 1.22 to 1.27 have them (`runtime/sizeclasses.go`, later
/// `internal/runtime/gc/sizeclasses.go`).
const CLASSES: [u64; 67] = [
    8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480, 512, 576, 640, 704,
    768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472,
    9728, 10_240, 10_880, 12_288, 13_568, 14_336, 16_384, 18_432, 19_072, 20_480, 21_760, 24_576, 27_264, 28_672, 32_768,
];

/// The bytes that an object of `size` takes; `scan`: it has pointers.
pub(super) fn class(size: u64, scan: bool) -> u64 {
    if size > MAX_SMALL - HEADER {
        return size.next_multiple_of(PAGE);
    }
    let size = size + header(size, scan);
    CLASSES[CLASSES.partition_point(|class| *class < size)]
}

/// The bytes that an object of `size` could have without taking more.
pub(super) fn room(size: u64, scan: bool) -> u64 {
    class(size, scan) - header(size, scan)
}

fn header(size: u64, scan: bool) -> u64 {
    if scan && size > MAX_WITHOUT_HEADER && size <= MAX_SMALL - HEADER { HEADER } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_rounded_up_to_a_class_and_large_ones_to_pages() {
        assert_eq!([1, 8, 9, 129, 1024, 1025].map(|size| class(size, false)), [8, 8, 16, 144, 1024, 1152]);
        assert_eq!([32_760, 32_761, 32_768, 32_769].map(|size| class(size, false)), [32_768, 32_768, 32_768, 40_960]);
    }

    #[test]
    fn larger_ones_with_pointers_have_a_header() {
        assert_eq!([512, 513, 1016, 1017].map(|size| class(size, true)), [512, 576, 1024, 1152]);
        assert_eq!(class(32_768, true), 32_768);
        assert_eq!(room(1000, true), 1016);
        assert_eq!(room(1000, false), 1024);
    }
}
