# すべての記録
entries-title = すべての記録
entries-lead = 直された記録は、すべての版が残ります。
entries-empty = まだ記録はありません。
