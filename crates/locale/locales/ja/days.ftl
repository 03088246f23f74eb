# わたしの記録
days-title = わたしの記録
days-lead = 記録がない日があっても大丈夫です。
days-empty = まだ記録はありません。最初の記録は1分ほどで書けます。
days-write = 今日の記録を書く
days-figure-title = これまでの流れ
days-figure-hide = 図をかくす
days-figure-show = 図を見る
days-answer-title = クリニックからの返事
days-answer-by = { $name }、{ $day }
days-older = 前の記録
days-newer = 新しい記録
