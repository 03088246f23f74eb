# わたしの記録
my-days-title = わたしの記録
my-days-lead = 記録がない日があっても大丈夫です。
my-days-empty = まだ記録はありません。最初の記録は1分ほどで書けます。
my-days-write = 今日の記録を書く
my-days-figure-title = これまでの流れ
my-days-figure-hide = 図をかくす
my-days-figure-show = 図を見る
my-days-answer-title = クリニックからの返事
my-days-answer-by = { $name }、{ $day }
